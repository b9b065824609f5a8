import chat from "./ar/chat.json";
import core from "./ar/core.json";
import desk from "./ar/desk.json";
import presence from "./ar/presence.json";
import reports from "./ar/reports.json";
import teams from "./ar/teams.json";

export default { chat, core, desk, presence, reports, teams };
