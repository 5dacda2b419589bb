package synthetic

import "strings"

// A Table is a table whose rows have no type of their own here.
type Table struct {
	Name    string
	Index   int      // among Tables
	Columns []string // subject first, then the key where the table has one
	keyed   bool
}

var tables []*Table

// Tables are the tables that are filled with Rows.
func Tables() []*Table { return tables }

// newTable describes a table by its subject's column and the columns after its key.
func newTable(subject, name, columns string) *Table {
	t := &Table{Name: name, Index: len(tables), Columns: []string{subject}, keyed: name != "joint_client"}
	if t.keyed {
		t.Columns = append(t.Columns, name+"_id")
	}
	t.Columns = append(t.Columns, strings.Fields(columns)...)
	tables = append(tables, t)
	return t
}

// The person register and, from joint_client on, the sub-register of the joint service.
var (
	backgroundTable           = newTable("person_id", "background", "start_date end_date mother_tongue citizenship")
	contactTable              = newTable("person_id", "contact", "contact_on mode subject_matter note")
	specialArrangementTable   = newTable("person_id", "special_arrangement", "kind start_date end_date note")
	degreeTable               = newTable("person_id", "degree", "completed_on level field title completed_abroad")
	workHistoryTable          = newTable("person_id", "work_history", "start_date end_date occupation industry employer_name")
	militaryServiceTable      = newTable("person_id", "military_service", "recorded_on status completed_on")
	skillTable                = newTable("person_id", "skill", "recorded_on valid_until kind description")
	languageSkillTable        = newTable("person_id", "language_skill", "start_date end_date language general_level oral_level written_level")
	serviceNeedTable          = newTable("person_id", "service_need", "assessed_on kind next_assessment_on note")
	planTaskTable             = newTable("person_id", "plan_task", "plan_id agreed_on task due_on done")
	subsidyOfferTable         = newTable("person_id", "subsidy_offer", "employer_id subsidy_place_id offered_on result")
	trainingOfferTable        = newTable("person_id", "training_offer", "provider_id training_id offered_on result")
	introductionTable         = newTable("person_id", "introduction", "employer_id vacancy_id introduced_on result")
	otherServiceTable         = newTable("person_id", "other_service", "start_date end_date kind arranger")
	expertAssessmentTable     = newTable("person_id", "expert_assessment", "assessed_on kind psychological_test recommendation assessor note")
	healthEntryTable          = newTable("person_id", "health_entry", "start_date end_date kind diagnosis_chapter work_capacity affects_employment indispensable ground_text")
	clarificationTable        = newTable("person_id", "clarification", "requested_on received_on kind content")
	policyStatementTable      = newTable("person_id", "policy_statement", "given_on start_date end_date content recipient")
	jobAlternationTable       = newTable("person_id", "job_alternation", "employer_id start_date end_date role")
	benefitTable              = newTable("person_id", "benefit", "start_date end_date kind amount payer")
	consentTable              = newTable("person_id", "consent", "category state written recorded_on withdrawn_on text_reference employer_id vacancy_id occupation health_need health_datum")
	personDocumentTable       = newTable("person_id", "person_document", "dated_on kind reference kept_at")
	jointClientTable          = newTable("person_id", "joint_client", "family_name given_names code municipality phone entering_body")
	jointServiceTable         = newTable("person_id", "joint_service", "start_date end_date end_reason entering_body")
	jointContactTable         = newTable("person_id", "joint_contact", "joint_service_id contact_on mode arrangement note entering_body")
	jointBackgroundTable      = newTable("person_id", "joint_background", "joint_service_id recorded_on education occupation last_worked note entering_body")
	jointSocialSituationTable = newTable("person_id", "joint_social_situation", "joint_service_id start_date end_date kind affects_employment note entering_body")
	jointHealthTable          = newTable("person_id", "joint_health", "joint_service_id start_date end_date kind diagnosis_chapter work_capacity affects_employment indispensable ground_text entering_body")
	jointNeedTable            = newTable("person_id", "joint_need", "joint_service_id assessed_on kind responsible_body entering_body")
	jointPlanTable            = newTable("person_id", "joint_plan", "joint_service_id signed_on review_on revised entering_body")
	jointPlanStepTable        = newTable("person_id", "joint_plan_step", "joint_service_id joint_plan_id agreed_on kind due_on followed_up_on outcome entering_body")
	jointDocumentTable        = newTable("person_id", "joint_document", "joint_service_id dated_on kind reference kept_at entering_body")
)

// The employer register.
var (
	employerContactTable   = newTable("employer_id", "employer_contact", "contact_on mode contact_person note")
	employerNeedTable      = newTable("employer_id", "employer_need", "assessed_on kind staff note")
	vacancyFillingTable    = newTable("employer_id", "vacancy_filling", "vacancy_id person_id filled_on way positions")
	subsidyPlaceTable      = newTable("employer_id", "subsidy_place", "reported_on closed_on occupation municipality working_time duration")
	subsidyDecisionTable   = newTable("employer_id", "subsidy_decision", "subsidy_place_id person_id decided_on start_date end_date result percent amount")
	subsidyPaymentTable    = newTable("employer_id", "subsidy_payment", "subsidy_decision_id paid_on amount payment_reference")
	subsidyFollowupTable   = newTable("employer_id", "subsidy_followup", "subsidy_decision_id followed_up_on finding reclaimed")
	workTrialTable         = newTable("employer_id", "work_trial", "person_id agreed_on start_date end_date occupation end_reason")
	employerServiceTable   = newTable("employer_id", "employer_service", "planned_on carried_out_on kind note")
	employerOtherDataTable = newTable("employer_id", "employer_other_data", "recorded_on kind amount content non_personal checked_by checked_on")
	employerDocumentTable  = newTable("employer_id", "employer_document", "dated_on kind reference kept_at")
)

// The provider register.
var (
	providerContactTable     = newTable("provider_id", "provider_contact", "contact_on mode contact_person note")
	contractTable            = newTable("provider_id", "contract", "procured_service_id start_date end_date contract_number procedure option")
	contractPaymentTable     = newTable("provider_id", "contract_payment", "procured_service_id paid_on amount")
	serviceApplicationTable  = newTable("provider_id", "service_application", "procured_service_id person_id applied_on selected_on selection")
	serviceFollowupTable     = newTable("provider_id", "service_followup", "procured_service_id followed_up_on started completed employed")
	providerCapacityTable    = newTable("provider_id", "provider_capacity", "start_date end_date kind municipality places")
	trainingTable            = newTable("provider_id", "training", "procured_service_id start_date end_date title kind field municipality places")
	trainingApplicationTable = newTable("provider_id", "training_application", "training_id person_id applied_on selected_on selection")
	trainingFollowupTable    = newTable("provider_id", "training_followup", "training_id followed_up_on started completed employed")
	providerOtherDataTable   = newTable("provider_id", "provider_other_data", "recorded_on kind amount content non_personal checked_by checked_on")
	providerDocumentTable    = newTable("provider_id", "provider_document", "dated_on kind reference kept_at")
)
