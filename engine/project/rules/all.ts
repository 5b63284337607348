import { statesAreKnownLate } from './announced-states.ts';
import { acceptedValuesAreOfOneType, eachEntryIsOneTest, rangesAreRanges } from './column-tests.ts';
import {
  calendarEndsAfterItsStart,
  championsPredictTheirLabels,
  defaultTargetExists,
  pathPatternsMatchSomething,
  variableValuesMatchTheirTypes,
} from './config.ts';
import { csvKeysAreOfCsv, delimitersAreNoDecimalMarks, missingTextsAreNoValues } from './csv.ts';
import { namesAreFileNames } from './file-names.ts';
import { columnNamesAreFree, customTestsHaveTheirSql, keyNamesAreFree, keysAreNotColumns } from './groups.ts';
import { indicatorsHaveNamesOfTheirOwn, missingRulesFitTheEstimator } from './inputs.ts';
import { eventsHaveNoUnit, windowsLookAhead } from './labels.ts';
import { lagsAreNotForecasts } from './lags.ts';
import {
  alarmsAreKOfN,
  baselinesDifferFromTheModel,
  baselinesFitTheEstimator,
  calibrationsGoWithProbabilities,
  curvesHaveOneFeature,
  cutoffsAreWithinTheCalendar,
  estimatorsFitTheirLabels,
  estimatorsHaveTheirFeatures,
  exclusionsHaveAnEvent,
  gatesGoWithEvents,
  gatesHaveTheirBaselines,
  leadWindowsAreWindows,
  lossesGoWithEvents,
  tuningSpacesFitTheEstimator,
} from './models.ts';
import { environmentNamesAreUsable, namesAreWellFormed, sourceNamesAreFree, targetNamesAreUsable } from './names.ts';
import { eventsHaveTheKeysOfTheirLabels, panelsAreOfEvents, panelsHaveRows } from './panels.ts';
import {
  labelEventsExist,
  modelFeaturesExist,
  modelFeaturesFitTheLabelsKeys,
  modelsPredictLabels,
} from './references.ts';
import type { Rule } from './rule.ts';
import { breaksAreDistinct, sourceFilesAreInTheProject, vintagesAndSnapshotAreTwoFiles } from './sources.ts';
import { dateFormatsTellPeriodsApart, headersAreReadOnce, periodsInColumnsAreColumns } from './table-dates.ts';
import {
  knowledgeIsAColumnOrALag,
  tableColumnsAreUsable,
  tableKeysAreNotDates,
  tableRolesAreDeclaredColumns,
} from './tables.ts';
import { lakesAreApartFromDefinitions } from './targets.ts';
import { definitionNamesAreUnique, listsNameEachOnce, seriesIdsAreUnique } from './unique.ts';
import {
  expectedRowsFitTheirDefinition,
  fixturesOfUnitTestsExist,
  unitTestDatesAreDays,
  unitTestsExpectSomething,
  unitTestsHaveNamesOfTheirOwn,
  unitTestVariablesExist,
} from './unit-tests.ts';
import { validationsAreOfLearntProbabilities, validationsHaveTheirGroups } from './validation.ts';

/** The rules between fields and between files, which hold once every file by itself has the right shape. */
export const RULES: readonly Rule[] = [
  lagsAreNotForecasts,
  namesAreWellFormed,
  namesAreFileNames,
  sourceNamesAreFree,
  targetNamesAreUsable,
  environmentNamesAreUsable,
  definitionNamesAreUnique,
  seriesIdsAreUnique,
  listsNameEachOnce,
  calendarEndsAfterItsStart,
  variableValuesMatchTheirTypes,
  defaultTargetExists,
  championsPredictTheirLabels,
  pathPatternsMatchSomething,
  vintagesAndSnapshotAreTwoFiles,
  sourceFilesAreInTheProject,
  breaksAreDistinct,
  statesAreKnownLate,
  tableColumnsAreUsable,
  tableRolesAreDeclaredColumns,
  tableKeysAreNotDates,
  dateFormatsTellPeriodsApart,
  periodsInColumnsAreColumns,
  headersAreReadOnce,
  csvKeysAreOfCsv,
  delimitersAreNoDecimalMarks,
  missingTextsAreNoValues,
  knowledgeIsAColumnOrALag,
  columnNamesAreFree,
  keyNamesAreFree,
  keysAreNotColumns,
  customTestsHaveTheirSql,
  unitTestsHaveNamesOfTheirOwn,
  unitTestsExpectSomething,
  expectedRowsFitTheirDefinition,
  unitTestDatesAreDays,
  unitTestVariablesExist,
  fixturesOfUnitTestsExist,
  eachEntryIsOneTest,
  rangesAreRanges,
  acceptedValuesAreOfOneType,
  eventsHaveNoUnit,
  windowsLookAhead,
  modelsPredictLabels,
  modelFeaturesExist,
  labelEventsExist,
  modelFeaturesFitTheLabelsKeys,
  panelsHaveRows,
  panelsAreOfEvents,
  eventsHaveTheKeysOfTheirLabels,
  cutoffsAreWithinTheCalendar,
  estimatorsFitTheirLabels,
  lossesGoWithEvents,
  calibrationsGoWithProbabilities,
  curvesHaveOneFeature,
  estimatorsHaveTheirFeatures,
  tuningSpacesFitTheEstimator,
  missingRulesFitTheEstimator,
  indicatorsHaveNamesOfTheirOwn,
  validationsHaveTheirGroups,
  validationsAreOfLearntProbabilities,
  baselinesDifferFromTheModel,
  baselinesFitTheEstimator,
  gatesGoWithEvents,
  gatesHaveTheirBaselines,
  leadWindowsAreWindows,
  alarmsAreKOfN,
  exclusionsHaveAnEvent,
  lakesAreApartFromDefinitions,
];

/** Those of them that decide where a project is stored. */
export const PLACE_RULES: readonly Rule[] = [
  namesAreWellFormed,
  namesAreFileNames,
  targetNamesAreUsable,
  environmentNamesAreUsable,
  definitionNamesAreUnique,
  variableValuesMatchTheirTypes,
  defaultTargetExists,
  lakesAreApartFromDefinitions,
];
