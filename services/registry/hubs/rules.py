"""Pure arithmetic over a hub's posts."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from services.registry.hubs.models import HubPost, PostStatus


@dataclass(frozen=True)
class Capacity:
    """How many posts there are, and how many stand empty."""

    posts: int
    vacant: int

    @property
    def filled(self) -> int:
        return self.posts - self.vacant

    @property
    def vacancy_rate(self) -> Decimal | None:
        """The share of posts that stand empty; unknown where no posts are known."""
        if not self.posts:
            return None
        return (Decimal(self.vacant) / self.posts).quantize(Decimal("0.0001"))


def capacity_of(posts: Sequence[HubPost]) -> Capacity:
    return Capacity(len(posts), sum(post.status is PostStatus.VACANT for post in posts))


def capacity_by_skill(posts: Sequence[HubPost]) -> dict[str, Capacity]:
    """The same for each skill, by its name."""
    all_posts = Counter(post.skill for post in posts)
    vacant = Counter(p.skill for p in posts if p.status is PostStatus.VACANT)
    return {
        skill: Capacity(all_posts[skill], vacant[skill]) for skill in sorted(all_posts)
    }
