import chat from "./en/chat.json";
import core from "./en/core.json";
import desk from "./en/desk.json";
import presence from "./en/presence.json";
import reports from "./en/reports.json";
import teams from "./en/teams.json";

export default { chat, core, desk, presence, reports, teams };
