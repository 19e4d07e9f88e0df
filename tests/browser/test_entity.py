"""The page about an entity: both directions, a map of what is known, a timeline, and a graph to walk in."""

from playwright.sync_api import expect
from tests.browser.visiting import Visitor

TURKIYE = "/page/country/turkiye"
FORUM = "/page/event/international-volunteers-forum-2023"


def test_a_country_is_drawn_on_the_map_and_what_has_no_country_is_not(visitor: Visitor) -> None:
    page = visitor.open(f"/ru{TURKIYE}")
    assert page.locator(".map svg").get_attribute("aria-label") == "Карта: Турция"
    assert page.locator(".map .country").count() == 1
    assert any(request.startswith(f"{visitor.url}/static/world.svg") for request in visitor.requests)
    assert visitor.open("/en/page/organisation/kazinform").locator(".map").count() == 0


def test_facts_in_both_directions_lead_to_the_claims_that_say_so(visitor: Visitor) -> None:
    page = visitor.open(f"/en{FORUM}", scripts=False)
    of_it = page.locator("section", has=page.get_by_role("heading", name="What sources say of it"))
    city = of_it.locator("div", has=page.locator("dt", has_text="location")).locator("li").first
    expect(city.locator(".what")).to_have_text("Astana")
    assert city.locator(".by a").first.get_attribute("href") == "/en/page/article/baq-forum/claim/01a"
    page = visitor.open("/en/page/place/astana", scripts=False)
    with_it = page.locator("section", has=page.get_by_role("heading", name="Where sources name it"))
    expect(with_it).to_contain_text("International Volunteers Forum 2023")


def test_every_value_of_a_measure_stands_with_who_says_it(visitor: Visitor) -> None:
    page = visitor.open(f"/en{FORUM}", scripts=False)
    start = page.locator(".topics > div", has=page.locator("dt", has_text="Start of the 2023 forum"))
    expect(start.locator(".what")).to_have_text(["2023", "20 June", "20 June 2023", "20 July 2023"])


def test_the_timeline_is_in_the_order_of_time(visitor: Visitor) -> None:
    page = visitor.open(f"/en{FORUM}")
    bars = [
        float(x.rstrip("%"))
        for x in page.locator(".timeline rect").evaluate_all("all => all.map(r => r.getAttribute('x'))")
    ]
    assert len(bars) > 5
    assert bars == sorted(bars)
    assert all(0 <= bar <= 100 for bar in bars)


def test_the_graph_is_walked_in_its_place_and_the_way_back_is_kept(visitor: Visitor) -> None:
    page = visitor.open(f"/en{FORUM}")
    page.locator(".graph .node", has_text="Astana").click()
    expect(page.locator(".graph .middle")).to_have_text("Astana")
    assert page.url.endswith(FORUM)
    expect(page.locator(".way a")).to_have_attribute("href", "/en/page/place/astana")
    page.locator(".way button").click()
    expect(page.locator(".graph .middle")).to_contain_text("International Volunteers")


def test_without_scripts_a_node_leads_to_its_page(visitor: Visitor) -> None:
    page = visitor.open(f"/en{FORUM}", scripts=False)
    page.locator(".graph .node", has_text="Astana").click()
    page.wait_for_url("**/en/page/place/astana")


def test_an_outlet_lists_what_it_published(visitor: Visitor) -> None:
    page = visitor.open("/kk/page/organisation/kazinform", scripts=False)
    expect(page.locator("#published li")).to_have_count(26)
