"""How a submission came in, and what it has in common with others."""

from app.kernel.labels import LabelledEnum


class Channel(LabelledEnum):
    """By what way staff were told what they register."""

    PHONE = ("phone", "来电")
    LETTER = ("letter", "来信")
    VISIT = ("visit", "来访")
    HOTLINE = ("hotline", "12345热线转来")


class Pattern(LabelledEnum):
    """A pattern that staff are told of."""

    SAME_PERSON = ("same_person", "同一联系电话多次提交")
    SAME_WORDS = ("same_words", "相同的文字多次提交")


class TraitKind(LabelledEnum):
    """What is common to several reports."""

    STREET = ("street", "街道、路段")
    PRODUCT = ("product", "产品")
