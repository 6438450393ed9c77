"""The page that says who may call which route is as fresh as the table and the roles."""

from tools import routes


def test_the_page_of_routes_is_fresh():
    assert routes.PATH.read_text(encoding="utf-8") == routes.text(), "run: python -m tools.routes"


def test_it_names_every_route_that_is_served_once():
    page = routes.text()

    assert len(routes.described_routes()) > 40
    for method, path in routes.described_routes():
        assert page.count(f"| `{method} {path}` |") == 1
