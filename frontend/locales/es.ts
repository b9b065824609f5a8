import accounts from "./es/accounts.json";
import chat from "./es/chat.json";
import core from "./es/core.json";
import desk from "./es/desk.json";
import joining from "./es/joining.json";
import keeping from "./es/keeping.json";
import overview from "./es/overview.json";
import people from "./es/people.json";
import presence from "./es/presence.json";
import reports from "./es/reports.json";
import teams from "./es/teams.json";
import tree from "./es/tree.json";
import trust from "./es/trust.json";

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
