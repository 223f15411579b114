namespace GlmmDsl.Analyzers.Shared;

/// <summary>The identifiers of the rules.</summary>
internal static class RuleIds
{
    public const string ModelClass = "GLMM001";
    public const string RowType = "GLMM002";
    public const string MissingValuesPolicy = "GLMM003";
    public const string FormulaSyntax = "GLMM101";
    public const string UnknownColumn = "GLMM102";
    public const string ColumnType = "GLMM103";
    public const string Function = "GLMM104";
    public const string ResponseOnRight = "GLMM105";
    public const string DuplicateTerm = "GLMM106";
    public const string MissingMainEffects = "GLMM107";
    public const string OneLevel = "GLMM108";
    public const string PowerOfColumn = "GLMM110";
    public const string ArithmeticOfColumns = "GLMM111";
    public const string TooManyMembers = "GLMM112";
    public const string IdentifierAsNumber = "GLMM113";
    public const string SumTimesColumn = "GLMM114";
    public const string DateAsNumber = "GLMM115";
    public const string FloatingPointGroup = "GLMM201";
    public const string CategoricalInDoubleBar = "GLMM202";
    public const string RepeatedIntercept = "GLMM203";
    public const string DuplicateRandomTerm = "GLMM204";
    public const string SlopeWithoutFixedEffect = "GLMM205";
    public const string FixedAndRandomFactor = "GLMM206";
    public const string ManyCovarianceParameters = "GLMM212";
    public const string FewGroups = "GLMM213";
    public const string SwappedBar = "GLMM215";
    public const string GaussianResponse = "GLMM301";
    public const string NonIntegerCounts = "GLMM302";
    public const string FractionalBinomial = "GLMM303";
    public const string WeightsWithoutKind = "GLMM304";
    public const string RemlOfGeneralized = "GLMM305";
    public const string QuadratureOfSeveralGroups = "GLMM306";
    public const string LinkRange = "GLMM307";
    public const string ConflictingSettings = "GLMM308";
    public const string OwnFamily = "GLMM311";
    public const string ResponseRange = "GLMM312";
    public const string RemlAcrossFixedEffects = "GLMM401";
    public const string MlAgainstReml = "GLMM402";
    public const string NotNested = "GLMM403";
    public const string PlainPValueAtBoundary = "GLMM404";
    public const string WaldOfVariance = "GLMM405";
    public const string AcrossResponses = "GLMM406";
    public const string KenwardRogerOfOther = "GLMM407";
    public const string TypeThreeWald = "GLMM408";
    public const string NewLevelOfFixedFactor = "GLMM409";
    public const string ZeroEffectsAsAverage = "GLMM410";
    public const string LevelOutsideRange = "GLMM411";
    public const string WithoutSeed = "GLMM412";
    public const string FoldsOfRows = "GLMM413";
    public const string PairsWithoutAdjustment = "GLMM414";
    public const string MlCriteriaOfRandomEffects = "GLMM415";
    public const string WithoutSphericity = "GLMM416";
}
