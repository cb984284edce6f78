"""Of a file only what a decoder understood is kept: nothing of its maker, nothing that acts."""

import io
import re
from datetime import timedelta
from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from werkzeug.datastructures import FileStorage

from app.kernel.crypto.encryption import Keyring
from app.kernel.db.session import db
from app.kernel.errors import InvalidInputError, NotFoundError
from app.kernel.files import key_rotation, uploads
from app.kernel.files.cleaning import clean_file

pytestmark = pytest.mark.trust(19, 20, 22)
GPS = 0x8825
ORIENTATION = 0x0112
MAKER = "CamMaker-777"
ACTIVE = re.compile(
    rb"JavaScript|OpenAction|app\.alert|Launch|SubmitForm|evil|EmbeddedFile|FileAttachment|RichMedia"
    rb"|/AA|CamMaker"
)
"""What acts or tells of the maker of a PDF."""


def picture(kind="JPEG", size=(40, 20), **options):
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, kind, **options)
    return out.getvalue()


def photo_with_position():
    exif = Image.Exif()
    exif[0x010F] = MAKER
    exif[ORIENTATION] = 6
    exif[GPS] = {1: "N", 2: (27.0, 59.0, 0.0)}
    return picture(exif=exif.tobytes(), comment=MAKER.encode())


def pdf(change=lambda pdf: None, **save):
    out = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        change(made)
        made.save(out, **save)
    return out.getvalue()


def sent(data, name="photo.jpg"):
    return FileStorage(io.BytesIO(data), filename=name)


def store_one(data, name="photo.jpg"):
    (stored,) = uploads.store_uploads([sent(data, name)])
    return stored


@pytest.mark.usefixtures("app")
class TestPictures:
    def test_position_camera_and_comment_are_gone_and_it_stands_upright(self):
        media_type, cleaned = clean_file(photo_with_position())
        assert media_type == "image/jpeg"
        assert MAKER.encode() not in cleaned
        with Image.open(io.BytesIO(cleaned)) as image:
            assert dict(image.getexif()) == {}
            assert image.size == (20, 40)

    @pytest.mark.parametrize(("kind", "media"), [("PNG", "image/png"), ("WEBP", "image/webp")])
    def test_other_kinds_stay_what_they_are(self, kind, media):
        assert clean_file(picture(kind))[0] == media

    def test_colour_profile_and_text_chunks_are_gone(self):
        from_maker = picture("PNG", icc_profile=MAKER.encode() * 20)
        assert MAKER.encode() not in clean_file(from_maker)[1]

    def test_what_hangs_on_behind_a_picture_is_gone(self):
        cleaned = clean_file(picture() + b"<script>alert(1)</script>PK\x03\x04")[1]
        assert b"script" not in cleaned
        assert b"PK\x03\x04" not in cleaned

    def test_type_is_what_the_decoder_says_not_the_name(self, app):
        assert store_one(picture("PNG"), "really.pdf").media_type == "image/png"

    @pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16"])
    def test_unusual_colours_are_understood(self, mode):
        out = io.BytesIO()
        kind = "JPEG" if mode == "CMYK" else "PNG"
        Image.new(mode, (8, 8)).save(out, kind)
        assert clean_file(out.getvalue())[0].startswith("image/")

    def test_bomb_is_refused_before_it_is_unpacked(self):
        out = io.BytesIO()
        Image.new("1", (20_000, 20_000)).save(out, "PNG")
        with pytest.raises(InvalidInputError, match="4000 万像素"):
            clean_file(out.getvalue())

    @pytest.mark.parametrize(
        "data",
        [b"", b"MZ\x90\x00", b"PK\x03\x04 docx", b"<svg onload='x'/>", b"<html>", picture("GIF"),
         b"\xff\xd8\xff nonsense", b"GIF89a/*%PDF-1.4"],
    )  # fmt: skip
    def test_what_is_no_allowed_kind_is_refused(self, data):
        with pytest.raises(InvalidInputError, match="jpg、png、webp 或 pdf"):
            clean_file(data)

    def test_torn_picture_is_refused(self):
        torn = picture("PNG", size=(300, 300))[:60]
        with pytest.raises(InvalidInputError):
            clean_file(torn)


def with_script(made):
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('x')")
    made.Root.OpenAction = script
    made.Root.Names = pikepdf.Dictionary(
        JavaScript=pikepdf.Dictionary(Names=["a", made.make_indirect(script)])
    )
    made.Root.AA = pikepdf.Dictionary(WC=script)
    made.docinfo["/Author"] = MAKER


def with_link_actions(made):
    launch = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="evil.exe")
    submit = pikepdf.Dictionary(S=pikepdf.Name.SubmitForm, F="http://evil.invalid")
    act = pikepdf.Dictionary(E=submit)
    made.pages[0].Annots = made.make_indirect(
        pikepdf.Array(
            [
                made.make_indirect(pikepdf.Dictionary(Subtype=pikepdf.Name.Link, A=launch, AA=act)),
                made.make_indirect(pikepdf.Dictionary(Subtype=pikepdf.Name.FileAttachment)),
                made.make_indirect(pikepdf.Dictionary(Subtype=pikepdf.Name.RichMedia)),
            ]
        )
    )


def with_attachment(made):
    made.attachments["evil.exe"] = b"MZ-evil-payload"


@pytest.mark.usefixtures("app")
class TestPdfs:
    @pytest.mark.parametrize("change", [with_script, with_link_actions, with_attachment])
    def test_nothing_that_acts_is_left(self, change):
        media_type, cleaned = clean_file(pdf(change))
        assert media_type == "application/pdf"
        with pikepdf.open(io.BytesIO(cleaned)) as opened:
            plain = io.BytesIO()
            opened.save(
                plain,
                compress_streams=False,
                stream_decode_level=pikepdf.StreamDecodeLevel.all,
                object_stream_mode=pikepdf.ObjectStreamMode.disable,
            )
            assert len(opened.pages) == 1
            assert len(opened.attachments) == 0
        assert ACTIVE.findall(plain.getvalue()) == []

    @pytest.mark.parametrize(
        ("address", "stays"),
        [
            ("https://www.gov.invalid/", True),
            ("mailto:office@gov.invalid", True),
            ("javascript:app.alert(1)", False),
            (" Java\nScript:app.alert(1)", False),
            ("file:///etc/passwd", False),
            ("\\\\evil.invalid\\share", False),
        ],
    )
    def test_links_lead_to_pages_and_mail_only(self, address, stays):
        def linked(made):
            act = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=made.make_indirect(address))
            link = pikepdf.Dictionary(Subtype=pikepdf.Name.Link, A=act)
            made.pages[0].Annots = pikepdf.Array([made.make_indirect(link)])

        with pikepdf.open(io.BytesIO(clean_file(pdf(linked))[1])) as opened:
            (link,) = opened.pages[0].Annots
            assert ("/URI" in link.A) is stays

    @pytest.mark.parametrize("user", ["u", ""])
    def test_file_that_is_locked_against_reading_or_changes_is_refused_with_advice(self, user):
        locked = pdf(encryption=pikepdf.Encryption(owner="o", user=user))
        with pytest.raises(InvalidInputError, match="取消密码"):
            clean_file(locked)

    def test_page_that_is_html_too_loses_the_html(self):
        both = pdf() + b"\n<html><script>alert(1)</script></html>"
        assert b"<script>" not in clean_file(both)[1]

    def test_damaged_file_is_refused(self):
        with pytest.raises(InvalidInputError):
            clean_file(b"%PDF-1.7\nnothing here")


class TestStore:
    def test_stored_file_reads_back_and_its_disk_form_says_nothing(self, app):
        stored = store_one(picture("PNG"))
        (path,) = uploads.stored_paths()
        assert uploads.open_upload(stored.id) == clean_file(picture("PNG"))[1]
        assert b"PNG" not in path.read_bytes()
        assert path.stat().st_mode & 0o777 == 0o600
        assert path.is_relative_to(Path(app.config["DATA_DIR"]))
        assert not path.is_relative_to(app.static_folder)

    @pytest.mark.parametrize(
        ("given", "cleaned"),
        [
            ("..\\..\\etc\\passwd.png", "passwd.png"),
            ("../../现场照片.jpg", "现场照片.jpg"),
            ("a\u202egpj.exe\x00\n.png", "agpj.exe.png"),
            ("   ", "file"),
        ],
    )
    def test_name_is_cleaned(self, given, cleaned):
        assert uploads.clean_name(given) == cleaned

    def test_long_name_is_cut_and_keeps_its_ending(self):
        name = uploads.clean_name("长" * 300 + ".pdf")
        assert len(name) == 120
        assert name.endswith(".pdf")

    def test_what_is_too_large_too_many_or_beside_a_bad_file_is_kept_out(self, app):
        for files, already, why in (
            ([sent(b"x" * (uploads.MAX_BYTES + 1))], 0, "文件不能大于 10MB"),
            ([sent(picture())], 10, "10 个文件"),
            ([sent(picture()), sent(b"MZ")], 0, "请选择"),
        ):
            with pytest.raises(InvalidInputError, match=why):
                uploads.store_uploads(files, already=already)
        assert uploads.store_uploads([sent(b"", "")]) == []
        assert list(uploads.stored_paths()) == []

    @pytest.mark.parametrize("file_id", ["", "../../../etc/passwd", "0" * 32, "é" * 32])
    def test_unknown_id_opens_nothing(self, app, file_id):
        with pytest.raises(NotFoundError):
            uploads.open_upload(file_id)

    def test_download_is_an_attachment_that_can_do_nothing(self, app):
        with app.test_request_context():
            answer = uploads.download(store_one(picture(), "现场 照片.jpg"))
        assert answer.headers["Content-Disposition"].startswith("attachment;")
        assert "filename*=UTF-8''%E7%8E%B0%E5%9C%BA%20" in answer.headers["Content-Disposition"]
        assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"

    def test_orphans_go_after_a_day_and_known_files_stay(self, app, frozen_clock):
        known, orphan = store_one(picture()), store_one(picture())
        assert uploads.sweep_orphans({known.id}) == 0
        frozen_clock.move_to("2030-01-01")
        assert uploads.sweep_orphans({known.id}) == 1
        assert uploads.open_upload(known.id)
        with pytest.raises(NotFoundError):
            uploads.open_upload(orphan.id)

    def test_files_follow_a_change_of_keys(self, live_app):
        with live_app.app_context():
            old = live_app.extensions["keyring"]
            stored = store_one(picture())
            db.session.commit()
            new = {"n2": bytes(32), **old.keys}
            live_app.extensions["keyring"] = Keyring(new, current="n2")
            assert key_rotation.rotate_keys() == 1
            assert key_rotation.rotate_keys() == 0
            live_app.extensions["keyring"] = Keyring({"n2": bytes(32)}, current="n2")
            assert uploads.open_upload(stored.id)


def test_a_day_is_long_enough_for_a_draft():
    assert timedelta(hours=12) <= uploads.ORPHAN_AGE
