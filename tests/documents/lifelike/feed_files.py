"""Feeds as news sites write them: RSS of all ages and Atom. Texts are what is known of each entry."""

from __future__ import annotations

from lifelike import Files, Lifelike, kinds_of

FEED = "https://example.org/feed/world.xml"
_NO_YEAR = f"Mon, 06 May {'9' * 30} 18:30:00 GMT"
_FIRST = "https://example.org/1"
_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
_DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'


def entry(address: str = _FIRST, title: str = "Boats", day: str = "", publisher: str = "") -> str:
    return f"{address}|{title}|{day}|{publisher}"


BOATS = entry(day="2024-05-06")


def rss(items: str, more: str = "", head: str = _HEAD, channel: str = "") -> bytes:
    inner = f"<title>Courier</title>{channel}{items}"
    return f'{head}<rss version="2.0" {more}><channel>{inner}</channel></rss>'.encode()


def item(inner: str = "", title: str = "Boats", link: str = "https://example.org/1") -> str:
    return f"<item><title>{title}</title><link>{link}</link>{inner}</item>"


_DAY = "<pubDate>Mon, 06 May 2024 18:30:00 +0200</pubDate>"


def rss_2() -> Lifelike:
    return Lifelike(rss(item(_DAY)), (BOATS,))


def several_entries() -> Lifelike:
    stories = [(f"Story {n}", f"https://example.org/{n}") for n in range(30)]
    items = "".join(item(_DAY, *story) for story in stories)
    return Lifelike(rss(items), tuple(entry(link, title, "2024-05-06") for title, link in stories))


def rss_0_91() -> Lifelike:
    data = rss(item()).replace(b'version="2.0"', b'version="0.91"')
    return Lifelike(data, (entry(),))


def rss_1_0() -> Lifelike:
    data = (
        f'{_HEAD}<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" {_DC} '
        'xmlns="http://purl.org/rss/1.0/"><channel rdf:about="x"><title>Courier</title></channel>'
        '<item rdf:about="https://example.org/1"><title>Boats</title><link>https://example.org/1</link>'
        "<dc:date>2024-05-06T18:30:00+02:00</dc:date><dc:publisher>Courier</dc:publisher></item></rdf:RDF>"
    )
    return Lifelike(data.encode(), (entry(day="2024-05-06", publisher="Courier"),))


def atom(inner: str, more: str = "") -> bytes:
    return (
        f'{_HEAD}<feed xmlns="http://www.w3.org/2005/Atom"><title>Courier</title>{more}'
        f"<entry><title>Boats</title>{inner}</entry></feed>"
    ).encode()


_LINK = '<link rel="alternate" href="https://example.org/1"/>'


def atom_1_0() -> Lifelike:
    days = "<published>2024-05-06T16:30:00Z</published><updated>2024-06-01T00:00:00Z</updated>"
    return Lifelike(atom(_LINK + days), (BOATS,))


def atom_with_relative_links() -> Lifelike:
    inner = '<link href="../1"/><published>2024-05-06T16:30:00Z</published>'
    return Lifelike(atom(inner), (BOATS,))


def atom_with_markup_in_titles() -> Lifelike:
    data = atom(f"{_LINK}<published>2024-05-06T16:30:00Z</published>")
    title = b'<title type="html">&lt;b&gt;Boats&lt;/b&gt;</title>'
    return Lifelike(data.replace(b"<title>Boats</title>", title), (BOATS,))


def atom_with_several_links() -> Lifelike:
    links = f'<link rel="self" href="https://example.org/1.atom"/>{_LINK}<link rel="enclosure" href="a.mp3"/>'
    return Lifelike(atom(f"{links}<published>2024-05-06T16:30:00Z</published>"), (BOATS,))


def late_at_night_elsewhere() -> Lifelike:
    """The day is that of who wrote it, not of London."""
    day = "<pubDate>Mon, 06 May 2024 23:30:00 -0500</pubDate>"
    return Lifelike(rss(item(day)), (BOATS,))


def a_publisher_for_each_entry() -> Lifelike:
    items = item(f"{_DAY}<dc:publisher>Agency</dc:publisher>")
    return Lifelike(rss(items, _DC), (entry(day="2024-05-06", publisher="Agency"),))


def a_publisher_for_all() -> Lifelike:
    data = rss(item(_DAY), _DC, channel="<dc:publisher>Courier</dc:publisher>")
    return Lifelike(data, (entry(day="2024-05-06", publisher="Courier"),))


def titles_with_entities() -> Lifelike:
    title = "<![CDATA[Boats &amp; “guns”]]>"
    return Lifelike(rss(item(_DAY, title)), (entry(title="Boats & “guns”", day="2024-05-06"),))


def whole_texts_within() -> Lifelike:
    """What a feed has of the text is left alone: the page is fetched."""
    content = "<content:encoded><![CDATA[<p>Togo has shipped boats.</p>]]></content:encoded>"
    more = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    return Lifelike(rss(item(f"{_DAY}{content}<description>Short.</description>"), more), (BOATS,))


def in_latin_1() -> Lifelike:
    head = '<?xml version="1.0" encoding="iso-8859-1"?>'
    data = rss(item(_DAY, "Lomé"), head=head).decode().encode("iso-8859-1")
    return Lifelike(data, (entry(title="Lomé", day="2024-05-06"),))


def with_a_byte_order_mark() -> Lifelike:
    return Lifelike(b"\xef\xbb\xbf" + rss(item(_DAY)), (BOATS,))


def without_a_declaration() -> Lifelike:
    return Lifelike(rss(item(_DAY), head=""), (BOATS,))


def not_well_formed() -> Lifelike:
    """As many are: a bare ampersand, a tag that is never closed."""
    return Lifelike(rss(item(f"{_DAY}<description>Boats & <br> guns</description>")), (BOATS,))


def entries_without_addresses() -> Lifelike:
    return Lifelike(rss(f"<item><title>Nowhere</title></item>{item(_DAY)}"), (BOATS,))


def days_of_many_forms() -> Lifelike:
    forms = (
        "6 May 2024 18:30 GMT",
        "2024-05-06",
        "2024-05-06T18:30:00.123Z",
        "Mon, 6 May 2024",
        "soon",
        _NO_YEAR,
    )
    items = "".join(item(f"<pubDate>{day}</pubDate>") for day in forms)
    return Lifelike(rss(items), (*(BOATS,) * 4, entry(), entry()))


def a_podcast() -> Lifelike:
    more = 'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
    sound = '<enclosure url="https://example.org/1.mp3" type="audio/mpeg" length="9"/>'
    sound += "<itunes:duration>9:00</itunes:duration>"
    return Lifelike(rss(item(f"{_DAY}{sound}"), more), (BOATS,))


def without_entries() -> Lifelike:
    return Lifelike(rss(""), ("",))


FILES: Files = kinds_of(
    *(rss_2, several_entries, rss_0_91, rss_1_0, atom_1_0, atom_with_relative_links),
    *(atom_with_markup_in_titles, atom_with_several_links, late_at_night_elsewhere),
    *(a_publisher_for_each_entry, a_publisher_for_all, titles_with_entities, whole_texts_within, in_latin_1),
    *(with_a_byte_order_mark, without_a_declaration, not_well_formed, entries_without_addresses),
    *(days_of_many_forms, a_podcast, without_entries),
)
