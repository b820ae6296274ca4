import io
from pathlib import Path

import httpx
import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

from jobboard.adapters.incoming import pages
from jobboard.adapters.incoming.pages.language import preferred
from jobboard.core.domain.content import LocalizedText

PAGES = Path(pages.__file__).parent
FRENCH = PAGES / "locale" / "fr" / "LC_MESSAGES" / "pages.po"


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "en"),
        ("fr", "fr"),
        ("fr-CA,fr;q=0.9,en;q=0.8", "fr"),
        ("de, en;q=0.5, FR;q=0.7", "fr"),
        ("fr;q=0, en;q=0.1", "en"),
        ("de,*;q=0.5", "en"),
        ("fr;q=often,,;;", "en"),
    ],
)
def test_a_browser_is_answered_in_the_language_it_wants_most(accepted: str, language: str) -> None:
    assert preferred(accepted) == language


async def test_a_page_is_in_the_language_that_the_browser_asks_for(browser: httpx.AsyncClient) -> None:
    page = await browser.get("/postings", headers={"accept-language": "fr-CA"})

    assert '<html lang="fr">' in page.text
    assert page.headers["content-language"] == "fr"
    assert "Accept-Language" in page.headers["vary"]


async def test_an_address_that_names_a_language_keeps_to_it(browser: httpx.AsyncClient, publish: object) -> None:
    page = await browser.get("/fr/postings?words=x", headers={"accept-language": "en"})

    assert '<html lang="fr">' in page.text
    assert "Accept-Language" not in page.headers.get("vary", "")
    assert 'href="/fr/postings"' in page.text
    assert 'href="/en/postings?words=x" lang="en" hreflang="en"' in page.text
    assert '<link rel="alternate" hreflang="en" href="http://board.example/en/postings?words=x">' in page.text
    assert '<link rel="alternate" hreflang="x-default" href="http://board.example/postings?words=x">' in page.text


async def test_a_bilingual_posting_is_one_page_in_each_language(browser: httpx.AsyncClient, publish) -> None:  # type: ignore[no-untyped-def]  # a fixture
    french = LocalizedText(language="fr-CA", title="Jardinier", description="Des arbres", organisation_name="Parcs")
    slug = await publish(title="Gardener", description="Trees", translations=(french,))

    english, other = await browser.get(f"/en/postings/{slug}"), await browser.get(f"/fr/postings/{slug}")

    assert '<h1 lang="en">Gardener</h1>' in english.text
    assert f'href="/fr/postings/{slug}" lang="fr-CA" hreflang="fr-CA">Jardinier</a> – French (Canada)' in english.text
    assert '<h1 lang="fr-CA">Jardinier</h1>' in other.text
    assert "Des arbres" in other.text
    assert ">Jardinier</a>" in (await browser.get("/fr/postings")).text


async def test_an_error_is_told_in_the_language_of_its_address(browser: httpx.AsyncClient) -> None:
    page = await browser.get("/fr/nowhere")

    assert page.status_code == 404
    assert "Cette page n’existe pas" in page.text


def test_every_text_of_the_templates_is_known_to_the_catalogue() -> None:
    known = {each.id[0] if isinstance(each.id, list | tuple) else each.id for each in catalogue()}

    assert texts_of_templates() - known == set()


def test_every_text_of_the_catalogue_is_translated() -> None:
    texts = {each.id: each.string if each.pluralizable else [each.string] for each in catalogue()}

    assert [text for text, translations in texts.items() if not all(translations or [""])] == []


def test_the_catalogue_is_compiled() -> None:
    compiled = io.BytesIO()
    write_mo(compiled, catalogue())

    assert FRENCH.with_suffix(".mo").read_bytes() == compiled.getvalue()


def catalogue() -> Catalog:
    with FRENCH.open("rb") as file:
        return read_po(file, locale="fr")


def texts_of_templates() -> set[str]:
    texts: set[str] = set()
    for template in (PAGES / "templates").glob("*.html"):
        with template.open("rb") as file:
            for _, _, found, _ in babel_extract(file, ("_", "ngettext"), (), {"trimmed": "true", "silent": "false"}):
                texts.add(found[0] or "" if isinstance(found, tuple) else found or "")
    return texts
