import chat from "./es/chat.json";
import core from "./es/core.json";
import desk from "./es/desk.json";
import presence from "./es/presence.json";
import reports from "./es/reports.json";
import teams from "./es/teams.json";

export default { chat, core, desk, presence, reports, teams };
