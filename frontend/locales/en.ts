import accounts from "./en/accounts.json";
import chat from "./en/chat.json";
import core from "./en/core.json";
import desk from "./en/desk.json";
import joining from "./en/joining.json";
import keeping from "./en/keeping.json";
import overview from "./en/overview.json";
import people from "./en/people.json";
import presence from "./en/presence.json";
import reports from "./en/reports.json";
import teams from "./en/teams.json";
import tree from "./en/tree.json";
import trust from "./en/trust.json";

export default {
	accounts,
	chat,
	core,
	desk,
	joining,
	keeping,
	overview,
	people,
	presence,
	reports,
	teams,
	tree,
	trust,
};
