"""Words in a page that has no element for each: where one stands, and which one is marked."""

from __future__ import annotations

from playwright.sync_api import Page

PLACE = """([text, nth]) => {
    const walker = document.createTreeWalker(document.querySelector('.segments'), NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const node = walker.currentNode;
        if (!node.parentElement.closest('[data-w]')) continue;
        for (let at = node.data.indexOf(text); at >= 0; at = node.data.indexOf(text, at + 1)) {
            if (nth-- > 0) continue;
            node.parentElement.scrollIntoView({ block: 'center', behavior: 'instant' });
            const range = document.createRange();
            range.setStart(node, at);
            range.setEnd(node, at + text.length);
            const box = range.getClientRects()[0];
            return [box.x + box.width / 2, box.y + box.height / 2];
        }
    }
    return null;
}"""
MARKED = """name => [...(CSS.highlights.get(name) ?? [])].map((marked) => {
    const range = document.createRange();
    range.setStart(marked.startContainer, marked.startOffset);
    range.setEnd(marked.endContainer, marked.endOffset);
    return range.toString();
})"""


def click_word(page: Page, text: str, nth: int = 0) -> None:
    """Click in the middle of a text of the transcript, as a reader does."""
    place = page.evaluate(PLACE, [text, nth])
    assert place, f"{text} is not there"
    page.mouse.click(*place)


def marked(page: Page, name: str) -> list[str]:
    """Return the texts that the page marks: ``said``, ``tied``, ``found`` or ``found-now``."""
    found: list[str] = page.evaluate(MARKED, name)
    return found


def wait_until_marked(page: Page, name: str, text: str) -> None:
    page.wait_for_function(f"([name, text]) => ({MARKED})(name).includes(text)", arg=[name, text])
