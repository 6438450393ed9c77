"""Does a text say which medicine somebody takes?

A name counts when a dose stands behind it, `metformin 500 mg twice daily`, or a word of prescription in front, `was prescribed
lisinopril`. The names are international nonproprietary names, those of the World Health Organization's list of essential
medicines that people are prescribed most.
"""

from collections.abc import Iterator

from watchgate.detection.lazily import lazily
from watchgate.detection.model import Evidence, Finding
from watchgate.detection.scoring import finding

ENTITY = "MEDICATION"

NAMES = (
    "abacavir acarbose aciclovir adalimumab albuterol alendronate allopurinol alprazolam amiodarone amitriptyline amlodipine amoxicillin "
    "anastrozole apixaban aripiprazole atenolol atomoxetine atorvastatin azathioprine azithromycin baclofen beclometasone bisoprolol "
    "budesonide buprenorphine bupropion buspirone candesartan captopril carbamazepine carvedilol cefalexin cephalexin cetirizine chloroquine "
    "chlorpromazine ciclosporin ciprofloxacin citalopram clarithromycin clindamycin clobetasol clonazepam clonidine clopidogrel clozapine "
    "codeine colchicine cyclobenzaprine dabigatran dapagliflozin desloratadine dexamethasone diazepam diclofenac digoxin diltiazem "
    "dolutegravir donepezil doxazosin doxycycline duloxetine efavirenz empagliflozin emtricitabine enalapril enoxaparin escitalopram "
    "esomeprazole estradiol eszopiclone etanercept ezetimibe famotidine fenofibrate fentanyl finasteride fluconazole fluoxetine fluticasone "
    "folic_acid formoterol furosemide gabapentin glibenclamide gliclazide glimepiride glipizide haloperidol hydrochlorothiazide hydrocodone "
    "hydrocortisone hydroxychloroquine hydroxyzine ibuprofen imatinib infliximab insulin irbesartan isotretinoin ivermectin ketoconazole "
    "labetalol lamotrigine lansoprazole latanoprost letrozole levetiracetam levodopa levofloxacin levothyroxine linagliptin liraglutide lisdexamfetamine "
    "lisinopril lithium loperamide loratadine lorazepam losartan lovastatin meloxicam memantine metformin methadone methotrexate "
    "methylphenidate methylprednisolone metoclopramide metoprolol metronidazole minoxidil mirtazapine modafinil montelukast morphine mycophenolate "
    "naltrexone naproxen nifedipine nitrofurantoin nitroglycerin nortriptyline olanzapine olmesartan omeprazole ondansetron oseltamivir "
    "oxcarbazepine oxycodone paliperidone pantoprazole paracetamol acetaminophen paroxetine penicillin phenobarbital phenytoin pioglitazone "
    "pramipexole pravastatin prazosin prednisolone prednisone pregabalin progesterone promethazine propranolol quetiapine quinapril rabeprazole "
    "raloxifene ramipril ranitidine risperidone rituximab rivaroxaban rizatriptan ropinirole rosuvastatin salbutamol salmeterol saxagliptin semaglutide "
    "sertraline sildenafil simvastatin sitagliptin spironolactone sulfasalazine sumatriptan tacrolimus tadalafil tamoxifen tamsulosin telmisartan "
    "temazepam tenofovir terbinafine testosterone ticagrelor timolol tiotropium tizanidine tofacitinib topiramate torasemide tramadol trazodone "
    "trastuzumab triamcinolone trimethoprim valaciclovir valacyclovir valproate valsartan vardenafil varenicline venlafaxine verapamil "
    "vortioxetine warfarin zaleplon zidovudine ziprasidone zolpidem zopiclone"
)
_NAME = "|".join(sorted(NAMES.replace("_", " ").split(), key=lambda name: (-len(name), name)))
_DOSE = r"(?:[ ](?:hcl|sodium|tablets?|capsules?|xr|er|sr|cr|of|at|,)){0,2}[ ,:(-]{1,3}[0-9][0-9.,]{0,6}[ ]?(?:mg|mcg|µg|μg|g|ml|iu|i\.e\.|ie|units?|tablets?|tabletten|comprimés|comprimidos|compresse)(?![^\W\d_])"
_MEDICINE = lazily(rf"(?i)(?<![^\W_])(?P<name>{_NAME})e?(?![^\W\d_])(?P<dose>{_DOSE})?")
_PRESCRIBED = lazily(
    r"(?i)(?<![^\W_])(?:prescribed|prescription|rx|takes|taking|took|on|started|medications?|meds|nimmt|verordnet|rezept|medikation|prend|prescrit|toma|recetad[oa]|assume|prescritto)(?![^\W\d_])[ :,]{1,3}(?:[^\W\d_]{1,12}[ ]){0,2}\Z"
)
_SURE = lazily(r"(?i)prescri|rx|verordnet|rezept|recetad|medications?|meds")

_LISTED = Evidence("the name of a medicine", 0.2)
_WITH_DOSE = Evidence("a dose behind it", 0.5, "rule")


def find(text: str) -> Iterator[Finding]:
    """Medicines that somebody takes, the names alone."""
    for found in _MEDICINE.finditer(text):
        word = _PRESCRIBED.search(text, max(0, found.start() - 40), found.start())
        is_sure = word is not None and _SURE.search(word.group()) is not None
        about = (
            Evidence("a word of prescription before it", 0.4 if is_sure else 0.2, "context", *word.span())
            if word
            else None
        )
        hit = finding(
            ENTITY, *found.span("name"), "medication", _LISTED, about, _WITH_DOSE if found["dose"] else None
        )
        if hit:
            yield hit
