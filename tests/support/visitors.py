"""What people do in a browser: answer question after question, and sign in at the desk."""

from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

from tests.support.browsers import sideways_overflow
from tests.support.citizens import FACTS
from tests.support.factories import PASSWORD
from tests.support.redress_desk import PERSON, WRONG, seal

GPS_TAG = 0x8825


def go_on(page: Page, button: str = "继续") -> None:
    """Leave the page by its button; it must fit the screen."""
    assert sideways_overflow(page) == 0
    page.get_by_role("button", name=button, exact=True).click()


def send(page: Page, button: str) -> None:
    """Send the form in the middle of the page, and wait for what comes."""
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button", name=button, exact=True).click()


def sees(page: Page, words: str) -> None:
    """Wait until ``words`` can be read; fail where they never come."""
    page.get_by_text(words).locator("visible=true").first.wait_for()


def choose(page: Page, words: str) -> None:
    """Choose the answer with these words, and go on."""
    page.get_by_text(words, exact=True).click()
    go_on(page)


def tell_the_facts(page: Page) -> None:
    """Answer what happened, when and where."""
    for name in ("title", "narrative", "happened", "place"):
        page.locator(f"#{name}").fill(FACTS[name])
    page.get_by_label("县（市、区）").select_option(FACTS["district"])
    go_on(page)


def tell_of_a_call(page: Page) -> None:
    """Write down, at the desk, what an anonymous caller told."""
    for words in ("来电", "举报", "不清楚", "匿名，不记任何个人信息"):
        page.locator("main label.mj-choice", has_text=words).first.click()
    page.get_by_label("问题类别").select_option("food-circulation")
    for name in ("title", "narrative", "happened", "place"):
        page.locator(f"#{name}").fill(FACTS[name])
    go_on(page, "下一步：核对")
    page.wait_for_url("**/register/check")


def tell_what_is_wrong(page: Page) -> None:
    """Say which part of a record is wrong, and why."""
    page.locator("#item").select_option(WRONG["item"])
    page.locator("#should_be").fill(WRONG["should_be"])
    page.locator("#text").fill(WRONG["text"])
    go_on(page)
    page.wait_for_url("**/files")


def upload_the_letter(page: Page) -> None:
    """Hand in a letter under the company's seal."""
    picture, name = seal()
    page.locator("#files").set_input_files(
        {"name": name, "mimeType": "image/jpeg", "buffer": picture.getvalue()}
    )
    go_on(page)
    page.wait_for_url("**/contact")


def leave_a_contact(page: Page) -> None:
    """Name whom the deciding body can ask."""
    for name, value in PERSON.items():
        page.locator(f"#{name}").fill(value)
    go_on(page)
    page.wait_for_url("**/check")


def number_and_code(page: Page) -> tuple[str, str]:
    """What the page after handing in gives to take along."""
    page.wait_for_url("**/done")
    number, code = page.locator(".mj-code dd").all_inner_texts()
    return number, code


def follow(page: Page, number: str, code: str, door: str = "/complaints/track") -> None:
    """Open what was handed in with its code."""
    page.goto(door)
    page.get_by_label("登记编号").fill(number)
    page.get_by_label("查询码").fill(code)
    send(page, "查询")


def photo_with_position(path: Path) -> Path:
    """A photo as a phone takes it: it tells where it was taken."""
    exif = Image.Exif()
    exif[GPS_TAG] = {1: "N", 2: (28.0, 0.0, 36.0), 3: "E", 4: (120.0, 39.0, 0.0)}
    Image.new("RGB", (600, 400), "gray").save(path, exif=exif)
    return path


def sign_in_by_form(page: Page, username: str) -> None:
    """Sign in at the desk with the password that factories give."""
    page.goto("/admin/login")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(PASSWORD)
    send(page, "登录")
