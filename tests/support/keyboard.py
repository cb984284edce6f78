"""A person who has a keyboard and nothing else, and whose focus must be seen wherever it goes."""

from playwright.sync_api import FilePayload, Locator, Page

from tests.support.browsers import sideways_overflow

MOST_TABS = 300
HOW_IT_STANDS = """wanted => {
  const at = document.activeElement;
  if (at === document.body) return null;  // past the last stop: the browser's controls are next
  const hidden = at.matches("input") && at.getBoundingClientRect().width < 2;
  const shown = hidden ? at.labels[0] : at;
  const seen = [at, shown].map(one => getComputedStyle(one));
  const marked = seen.some(style => (style.outlineStyle !== "none"
    && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none");
  const box = [...shown.getClientRects()].find(rect => rect.width > 0) || {};
  const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  const x = (Math.max(box.left, 0) + Math.min(box.right, innerWidth)) / 2;
  const y = (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2;
  const top = inside ? document.elementFromPoint(x, y) : null;
  const bare = top && (shown.contains(top) || top.contains(shown) || top.contains(at));
  const said = shown.outerHTML.slice(0, 120);
  return { marked, inside, bare: Boolean(bare), said, reached: at === wanted };
}"""
TOO_WIDE = """() => [...document.querySelectorAll("body *")]
  .filter(one => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .slice(0, 8).map(one => one.outerHTML.slice(0, 90))"""
OUT_OF_ORDER = '() => document.querySelectorAll(\'[tabindex]:not([tabindex="0"])'
OUT_OF_ORDER += ':not([tabindex="-1"])\').length'


class Keyboard:
    """Goes through pages by Tab, arrows, Space and Enter."""

    def __init__(self, page: Page, *, text_percent: int = 100) -> None:
        self.page = page
        # The browser asks us instead of the person from now on: told so only when a dialogue is
        # wanted, it may open that before it has heard.
        page.on("filechooser", lambda _: None)
        enlarge_text(page, text_percent)

    def look(self) -> None:
        """The page fits the screen, and is walked in the order it is read."""
        if sideways_overflow(self.page):
            raise AssertionError(f"{self.page.url} is too wide: {self.page.evaluate(TOO_WIDE)}")
        assert self.page.evaluate(OUT_OF_ORDER) == 0, self.page.url

    def reach(self, wanted: Locator) -> None:
        """Press Tab until ``wanted`` has the focus; each stop on the way must be seen."""
        wanted.wait_for(state="attached")
        if wanted.evaluate("element => element === document.activeElement"):
            return
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            if self._is_seen(wanted):
                return
        raise AssertionError(f"{wanted} is not reached by keyboard on {self.page.url}")

    def _is_seen(self, wanted: Locator) -> bool:
        """What has the focus can be seen; whether it is ``wanted``."""
        how = wanted.evaluate(HOW_IT_STANDS)
        if how is None:
            return False
        assert how["marked"], f"focus is not shown on {how['said']} of {self.page.url}"
        assert how["inside"], f"focus is off the screen on {how['said']} of {self.page.url}"
        assert how["bare"], f"focus is covered on {how['said']} of {self.page.url}"
        return bool(how["reached"])

    def write(self, field: Locator, words: str) -> None:
        """Replace what stands in the field."""
        self.reach(field)
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.insert_text(words)

    def tick(self, box: Locator) -> None:
        """Tick a box."""
        self.reach(box)
        if not box.is_checked():
            self.page.keyboard.press("Space")

    def choose(self, answer: Locator) -> None:
        """Choose among radio buttons: Tab to the group, arrows inside it."""
        name = answer.get_attribute("name")
        group = self.page.locator(f"input[type=radio][name='{name}']")
        stop = group.locator("xpath=self::*[@checked]").or_(group.first).first
        self.reach(stop)
        self.page.keyboard.press("Space")
        for _ in range(group.count()):
            if answer.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{answer} can't be chosen by keyboard")

    def pick(self, field: Locator, words: str) -> None:
        """Choose from a list."""
        self.reach(field)
        for _ in range(field.locator("option").count()):
            if field.evaluate("list => list.selectedOptions[0].label") == words:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{words} is not in {field}")

    def upload(self, field: Locator, file: FilePayload) -> None:
        """Open the browser's own dialogue, and choose a file in it."""
        self.reach(field)
        with self.page.expect_file_chooser() as dialogue:
            self.page.keyboard.press("Space")
        dialogue.value.set_files(file)

    def unfold(self, summary: Locator) -> None:
        """Open what is folded away."""
        self.reach(summary)
        if not summary.evaluate("element => element.parentElement.open"):
            self.page.keyboard.press("Enter")

    def press(self, what: Locator) -> None:
        """Follow a link or press a button, and look at the page that comes."""
        self.look()
        self.reach(what)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.look()

    def button(self, words: str) -> Locator:
        """A button of the middle of the page."""
        return self.page.get_by_role("main").get_by_role("button", name=words, exact=True)

    def link(self, words: str) -> Locator:
        """The first link of the middle of the page with these words."""
        return self.page.get_by_role("main").get_by_role("link", name=words, exact=True).first


def enlarge_text(page: Page, percent: int) -> None:
    """Have the browser's own size of text be so large."""
    sizes = {"standard": 16 * percent // 100, "fixed": 13 * percent // 100}
    page.context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": sizes})
