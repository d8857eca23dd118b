"""What the person wants to hear, in all their organisations."""

from litestar import Controller, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from backend.core.access import signed_in
from backend.core.actor import Actor
from backend.notifications.schemas.preferences import (
    Preferences,
    QuietHours,
    QuietHoursInput,
    TopicPreference,
    WayChange,
)
from backend.notifications.service import preferences


class PreferencesController(Controller):
    """Topics, channels and quiet hours."""

    path = "/me"
    tags = ["Preferences"]

    @get("/preferences", access=signed_in(), operation_id="getMyPreferences")
    async def read(self, actor: NamedDependency[Actor]) -> Preferences:
        """Everything that I can choose, with what holds now."""
        return await preferences.read_preferences(actor)

    @put("/topics/{topic:str}/channels/{channel:str}", access=signed_in(), operation_id="chooseMyTopic")
    async def choose(
        self,
        actor: NamedDependency[Actor],
        topic: FromPath[str],
        channel: FromPath[str],
        data: JSONBody[WayChange],
    ) -> TopicPreference:
        """Hear of a topic by a channel, or not any more."""
        return await preferences.choose_topic(actor, topic, channel, data.wanted)

    @put("/quiet-hours", access=signed_in(), operation_id="changeMyQuietHours")
    async def quiet(self, actor: NamedDependency[Actor], data: JSONBody[QuietHoursInput]) -> QuietHours:
        """When nothing should ring."""
        return await preferences.change_quiet_hours(actor, data)
