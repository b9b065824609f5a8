import accounts from "./ar/accounts.json";
import chat from "./ar/chat.json";
import core from "./ar/core.json";
import desk from "./ar/desk.json";
import joining from "./ar/joining.json";
import keeping from "./ar/keeping.json";
import overview from "./ar/overview.json";
import people from "./ar/people.json";
import presence from "./ar/presence.json";
import reports from "./ar/reports.json";
import teams from "./ar/teams.json";
import tree from "./ar/tree.json";
import trust from "./ar/trust.json";

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
