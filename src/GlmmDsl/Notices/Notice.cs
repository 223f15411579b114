namespace GlmmDsl;

/// <summary>What a run can notice; the number is the rule's, as in GLMM502.</summary>
public enum NoticeId
{
    /// <summary>The optimiser's result is not certified as an optimum.</summary>
    NotConverged = 501,

    /// <summary>A variance component is zero, or a correlation is ±1.</summary>
    Singular = 502,

    /// <summary>Fixed-effects columns are linear combinations of earlier ones and were dropped.</summary>
    RankDeficient = 503,

    /// <summary>Fixed effects separate the outcomes: an estimate is infinite.</summary>
    Separation = 504,

    /// <summary>A grouping factor has fewer than five levels.</summary>
    FewGroups = 505,

    /// <summary>Rows with missing values were left out.</summary>
    RowsOmitted = 506,

    /// <summary>Declared levels without rows were dropped.</summary>
    LevelsDropped = 507,

    /// <summary>A grouping factor has almost as many levels as there are rows: most groups hold one row.</summary>
    OneObservationPerGroup = 508,

    /// <summary>The Laplace approximation is used with small clusters.</summary>
    SmallClustersWithLaplace = 509,

    /// <summary>The response varies more than its family allows.</summary>
    Overdispersion = 510,

    /// <summary>An interaction has cells without rows.</summary>
    EmptyCells = 511,

    /// <summary>One grouping factor is nested in another though the formula does not say so, or labels repeat across groups.</summary>
    NestingDiffersFromFormula = 512,

    /// <summary>Columns differ so much in scale, or lie so far from zero, that digits are lost.</summary>
    ExtremeScale = 513,

    /// <summary>Rows of weight zero were left out.</summary>
    ZeroWeightRows = 514,

    /// <summary>Fits that are compared used different rows.</summary>
    DifferentRows = 515,

    /// <summary>The fixed effects contain what a random-effects term also contains: its variance cannot be estimated.</summary>
    NotIdentified = 516,

    /// <summary>Quadrature has not settled: more nodes give a different likelihood.</summary>
    FewQuadratureNodes = 518,

    /// <summary>A level is the text that other programs write for a missing value, as <c>NA</c>.</summary>
    MissingMarkerAsLevel = 520,

    /// <summary>Whole numbers written with leading zeros and without became one level, as <c>001</c> and <c>1</c>.</summary>
    IdentifiersMerged = 521,

    /// <summary>A zero inflation, a dispersion or a shape has run to the limit of its range, where the family is a simpler one.</summary>
    AtBoundary = 522,

    /// <summary>A covariance structure over time takes times at unequal distances as consecutive.</summary>
    UnequalTimes = 523,
}

/// <summary>What a fit noticed: statistical trouble that is not an error.</summary>
/// <param name="Id">Which notice.</param>
/// <param name="Text">Sentences that name the columns, terms or groups concerned and say what to do.</param>
/// <param name="Subjects">The columns, terms, groups or levels the notice is about.</param>
/// <param name="Count">How many (rows omitted, levels dropped, groups), where the notice counts something.</param>
public sealed record Notice(NoticeId Id, string Text, IReadOnlyList<string> Subjects, int? Count = null)
{
    /// <summary>The identifier as the documentation writes it, <c>GLMM506</c>.</summary>
    public string Code => "GLMM" + ((int)Id).ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Code and text.</summary>
    public override string ToString() => Code + ": " + Text;
}
