"""What hides words from the parser is cleaned away, and every span finds back to the stored text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgbuild.claims.model import Claim, Stance
from kgbuild.documents import Document
from kgbuild.extractors.rules.extractor import RulesExtractor
from kgbuild.extractors.rules.syntax.clean import Clean
from kgbuild.extractors.rules.syntax.lines import joined_lines
from kgbuild.knowledge.words import Words

WORDS = Words.load().breaks


@pytest.mark.parametrize(
    ("stored", "clean"),
    [
        ("Nor\u00adway sent tan\u200bks", "Norway sent tanks"),
        ("Chad hasn\u02bct, didn\u00b4t, won`t, isn\u2032t", "Chad hasn't, didn't, won't, isn't"),
        ("# Chad\n\n**Chad:** *No*, it said.", "Chad\n\nChad: No, it said."),
        ("> “We came.”\n> — [Ama Osei](https://x.example/a)", "“We came.”\n— Ama Osei"),
        ("2 * 3 * 4, a_b and\n* one item", "2 * 3 * 4, a_b and\n* one item"),
        ("Chad hasn&#8217;t &amp;ndash; it&rsquo;s", "Chad hasn’t – it’s"),
        ("JosÃ© didnâ€™t say â€œno.â€\ufffd", "José didn’t say “no.”"),
        ("Chad hasn\ufffdt, Mali has n't, Togo did n’t", "Chad hasn't, Mali hasn't, Togo didn't"),
        ("artillery in the \ufb01eld, \uff14\uff10 tanks", "artillery in the field, 40 tanks"),
        ("the trea-\nty", "the treaty"),
        ("long-\nrange missiles", "long-range missiles"),
        ("a pro-Chadian band; pro\u00ad\nvincial", "a pro-Chadian band; provincial"),
        ("Su\u201130 jets", "Su-30 jets"),
        (
            "2 400 men, 1\u00a0200\u202f000 shells, 7'300 or 7’300",
            "2,400 men, 1,200,000 shells, 7,300 or 7,300",
        ),
        (
            "on May 12 300 men, in 2024 500 men, MiG-29 300 km",
            "on May 12 300 men, in 2024 500 men, MiG-29 300 km",
        ),
        ("Co\u0302te d'Ivoire", "Côte d'Ivoire"),
        ("the 'old' guard’s “ÉTÉ” in 'Mali'", "the 'old' guard’s “ÉTÉ” in 'Mali'"),
    ],
)
def test_text_is_cleaned(stored: str, clean: str) -> None:
    assert Clean.of(stored, WORDS).text == clean


@given(st.text(alphabet="ab n’t'´&#8217;Ã©\u00ad\u200b-\n 1234\u00a0", max_size=60))
def test_places_lead_back_in_order(stored: str) -> None:
    clean = Clean.of(stored, WORDS)
    assert clean.stored == stored
    assert len(clean.starts) == len(clean.ends) == len(clean.text)
    assert all(0 <= a < b <= len(stored) for a, b in zip(clean.starts, clean.ends, strict=True))
    assert list(clean.starts) == sorted(clean.starts)


def test_lines_of_mail_are_joined_and_others_are_not() -> None:
    mail = (
        "The government of Peru said on Monday that it would not\n"
        "send any of its soldiers to the border with Chile, where\nfighting goes on.\n\nEnd\n"
    )
    assert joined_lines(mail) == (
        "The government of Peru said on Monday that it would not "
        "send any of its soldiers to the border with Chile, where fighting goes on.\n\nEnd\n"
    )
    for kept in (
        "Peru denies it\nThe government said on Monday that it would not.\n",
        "- Peru has sent forty of its older tanks to Chile, the army said\n- and not one to Ecuador\n",
    ):
        assert joined_lines(kept) == kept


@pytest.mark.parametrize(
    "text",
    [
        "Peru has\u00adn\u02bct sent sol\u00addiers to Chile, Peru’s army said.",
        "Peru hasnâ€™t sent soldiers to Chile, Peruâ€™s army said.",
        "Peru hasn&#8217;t sent soldiers to Chile, Peru&#8217;s army said.",
        "Peru hasn`t sent sol-\ndiers to Chile, Peru`s army said.",
    ],
)
def test_denials_survive_and_quotes_are_the_stored_words(extractor: RulesExtractor, text: str) -> None:
    stored = f"\ufeffNews\n\n{text}\n"
    (claim,) = (r for r in extractor.records([Document("a.txt", stored)]) if isinstance(r, Claim))
    assert claim.stance is Stance.DENIES
    assert claim.about[0].kind == "Deployment"
    quote = Clean.of(claim.evidence[0].quote, WORDS).text.replace("’", "'")
    assert "Peru hasn't sent soldiers to Chile" in quote
    spans = [(claim.evidence[0].span, claim.evidence[0].quote), (claim.cue_span, "said")]
    for span, quote in spans:
        assert span is not None
        assert stored[span.start : span.end] == quote
