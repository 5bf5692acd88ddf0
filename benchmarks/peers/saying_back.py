"""A bot on webexteamsbot as its README shows one: it says things back. Run with the Python of .venvs/peers."""

import os
import sys
from typing import Any

from webexteamsbot import TeamsBot

bot = TeamsBot(
    os.environ["TEAMS_BOT_APP_NAME"],
    teams_bot_token=os.environ["TEAMS_BOT_TOKEN"],
    teams_api_url=os.environ["TEAMS_API_URL"],
    teams_bot_url=os.environ["TEAMS_BOT_URL"],
    teams_bot_email=os.environ["TEAMS_BOT_EMAIL"],
)


def say_back(message: Any) -> str:
    """Answer with what was said."""
    return f"You said: {message.text}"


bot.add_command("/say", "says it back", say_back)

if __name__ == "__main__":
    bot.run(host="127.0.0.1", port=int(sys.argv[1]))
