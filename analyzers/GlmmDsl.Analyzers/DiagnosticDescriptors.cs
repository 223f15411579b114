using GlmmDsl.Analyzers.Shared;
using GlmmDsl.Formulas;
using Microsoft.CodeAnalysis;

namespace GlmmDsl.Analyzers;

/// <summary>The rules: identifier, text, severity and page of each.</summary>
internal static partial class DiagnosticDescriptors
{
    /// <summary>Where the pages of the rules are, in the package and beside this file.</summary>
    public const string PagesFolder = "rules/";

    private const string Declarations = "GlmmDsl.Declarations";
    private const string Formulas = "GlmmDsl.Formulas";
    private const string RandomEffects = "GlmmDsl.RandomEffects";
    private const string Specifications = "GlmmDsl.Specifications";
    private const string Comparisons = "GlmmDsl.Comparisons";
    private const string Predictions = "GlmmDsl.Predictions";
    private const string Inference = "GlmmDsl.Inference";

    public static readonly DiagnosticDescriptor ModelClass = new(
        RuleIds.ModelClass,
        "Model class cannot be completed",
        "The model class '{0}' {1}",
        Declarations,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "The generator writes the other part of a model class; your part holds nothing but functions for the formula.",
        PagesFolder + RuleIds.ModelClass + ".md");

    public static readonly DiagnosticDescriptor RowType = new(
        RuleIds.RowType,
        "Row type cannot be used",
        "The row type '{0}' {1}",
        Declarations,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "The columns of a model are the public readable properties and fields of its row type.",
        PagesFolder + RuleIds.RowType + ".md");

    public static readonly DiagnosticDescriptor MissingValuesPolicy = new(
        RuleIds.MissingValuesPolicy,
        "Nullable column without a missing-value policy",
        "The model uses {0} and does not say what happens to rows without a value: state Missing = MissingValues.Omit, or MissingValues.Fail to have the fit throw",
        Declarations,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "Leaving rows out is a statistical decision, and stopping at the first one a practical one: the model should say which was taken.",
        PagesFolder + RuleIds.MissingValuesPolicy + ".md");

    public static readonly DiagnosticDescriptor FormulaSyntax = new(
        RuleIds.FormulaSyntax,
        "Formula is not a model formula",
        "{0}",
        Formulas,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "The text is not a valid formula, or is not a formula that a model can have.",
        PagesFolder + RuleIds.FormulaSyntax + ".md");

    public static readonly DiagnosticDescriptor UnknownColumn = new(
        RuleIds.UnknownColumn,
        "Unknown column",
        "{0}",
        Formulas,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "The formula names a column that the row type does not have.",
        PagesFolder + RuleIds.UnknownColumn + ".md");

    public static readonly DiagnosticDescriptor ColumnType = new(
        RuleIds.ColumnType,
        "Column type cannot enter a model",
        "{0}",
        Formulas,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "The column's type is neither a number nor a factor in the role the formula gives it.",
        PagesFolder + RuleIds.ColumnType + ".md");

    public static readonly DiagnosticDescriptor Function = new(
        RuleIds.Function,
        "Unknown function or wrong arguments",
        "{0}",
        Formulas,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "The formula calls a function that does not exist, or with arguments it does not take.",
        PagesFolder + RuleIds.Function + ".md");

    public static readonly DiagnosticDescriptor ResponseOnRight = new(
        RuleIds.ResponseOnRight,
        "Response on the right-hand side",
        "{0}",
        Formulas,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "A response that predicts itself leaves nothing to model.",
        PagesFolder + RuleIds.ResponseOnRight + ".md");

    public static readonly DiagnosticDescriptor TooManyMembers = new(
        RuleIds.TooManyMembers,
        "Too many columns for typed results",
        "{0}",
        Formulas,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "Typed results have a property for every column and correlation: beyond a limit the compiler would run out of memory on them.",
        PagesFolder + RuleIds.TooManyMembers + ".md");

    public static readonly DiagnosticDescriptor PowerOfColumn = new(
        RuleIds.PowerOfColumn,
        "Power of a single column outside I(..)",
        "'{0}' is '{1}' here, because '^' crosses terms with themselves: {2}",
        Formulas,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "Outside a function '^' is an operator on terms, and a column crossed with itself is that column.",
        PagesFolder + RuleIds.PowerOfColumn + ".md");

    public static readonly DiagnosticDescriptor ArithmeticOfColumns = new(
        RuleIds.ArithmeticOfColumns,
        "Arithmetic of columns outside I(..)",
        "'{0}' {1}",
        Formulas,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "Outside a function '/' nests terms and '-' removes them.",
        PagesFolder + RuleIds.ArithmeticOfColumns + ".md");

    public static readonly DiagnosticDescriptor SumTimesColumn = new(
        RuleIds.SumTimesColumn,
        "Sum of columns times a column outside I(..)",
        "'{0}' crosses terms, with a coefficient for each column and for each product of two; as one column the product is I({0})",
        Formulas,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        "Outside a function '*' crosses terms.",
        PagesFolder + RuleIds.SumTimesColumn + ".md");

    public static readonly DiagnosticDescriptor IdentifierAsNumber = new(
        RuleIds.IdentifierAsNumber,
        "Identifier as a numeric effect",
        "'{0}' looks like an identifier and enters as a number, with one slope along its values: mark it [Factor], or group the rows by it, (1 | {1})",
        Formulas,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        "The numbers of identifiers are labels: their differences mean nothing.",
        PagesFolder + RuleIds.IdentifierAsNumber + ".md");

    public static readonly DiagnosticDescriptor FloatingPointGroup = new(
        RuleIds.FloatingPointGroup,
        "Floating-point grouping column",
        "The column '{0}' is of type {1} and groups the rows by exact equality of its values: mark it [Factor] if its values are labels",
        RandomEffects,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "Measured numbers are hardly ever equal, so that each row becomes a group of its own.",
        PagesFolder + RuleIds.FloatingPointGroup + ".md");

    public static readonly DiagnosticDescriptor CategoricalInDoubleBar = new(
        RuleIds.CategoricalInDoubleBar,
        "Categorical column inside a double bar",
        "'{0}' is categorical: '||' makes its columns independent here but not in lme4, and the fit depends on its reference level; write diag({1} | {2}) to say that it is meant",
        RandomEffects,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "What a double bar does to the columns of a factor differs between programs.",
        PagesFolder + RuleIds.CategoricalInDoubleBar + ".md");

    public static readonly DiagnosticDescriptor RepeatedIntercept = new(
        RuleIds.RepeatedIntercept,
        "Group has two random intercepts",
        "'{0}' gives the group '{1}' a second random intercept beside '{2}': their variances cannot be told apart; merge the terms, or write 0 + in one of them",
        RandomEffects,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "Only the sum of the two intercepts' variances is determined by the data.",
        PagesFolder + RuleIds.RepeatedIntercept + ".md");

    public static readonly DiagnosticDescriptor DuplicateRandomTerm = new(
        RuleIds.DuplicateRandomTerm,
        "Duplicate random term",
        "{0}: remove one of them",
        RandomEffects,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "Only the sum of the variances of equal terms is determined by the data.",
        PagesFolder + RuleIds.DuplicateRandomTerm + ".md");

    public static readonly DiagnosticDescriptor SlopeWithoutFixedEffect = new(
        RuleIds.SlopeWithoutFixedEffect,
        "Random slope without its fixed effect",
        "The random slope of '{0}' varies about zero, because the fixed effects do not contain '{0}': add it to them",
        RandomEffects,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "Random slopes are deviations from a mean slope; without the fixed effect the mean is taken to be zero.",
        PagesFolder + RuleIds.SlopeWithoutFixedEffect + ".md");

    public static readonly DiagnosticDescriptor SwappedBar = new(
        RuleIds.SwappedBar,
        "Sides of a bar swapped",
        "The sides of '{0}' look swapped: what varies goes left of the bar, and the groups it varies between go right of it, ({2} | {1})",
        RandomEffects,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "A random-effects term reads: these effects, for each of those groups.",
        PagesFolder + RuleIds.SwappedBar + ".md");

    public static readonly DiagnosticDescriptor GaussianResponse = new(
        RuleIds.GaussianResponse,
        "Gaussian family on a response of two values",
        "The response '{0}' is {1}, and {2}: fit a binomial model",
        Specifications,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "The mean of a response of two values is a probability: a straight line leaves [0, 1], and the variance is not constant.",
        PagesFolder + RuleIds.GaussianResponse + ".md");

    public static readonly DiagnosticDescriptor NonIntegerCounts = new(
        RuleIds.NonIntegerCounts,
        "Model of counts with a response that is not a count",
        "The response '{0}' is not a count, and a {1} model describes whole numbers from 0: {2}",
        Specifications,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "A rate does not have the variance of a count, and a transformed count is transformed a second time by the link.",
        PagesFolder + RuleIds.NonIntegerCounts + ".md");

    public static readonly DiagnosticDescriptor FractionalBinomial = new(
        RuleIds.FractionalBinomial,
        "Binomial model of a proportion without its trials",
        "The response '{0}' is a proportion, and how much information it carries depends on the number of trials: write cbind(successes, failures), or {1}",
        Specifications,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "A binomial likelihood needs successes and trials; a proportion alone says nothing about its precision.",
        PagesFolder + RuleIds.FractionalBinomial + ".md");

    public static readonly DiagnosticDescriptor WeightsWithoutKind = new(
        RuleIds.WeightsWithoutKind,
        "Weights of a generalised model without a kind",
        "The weights '{0}' of this {1} model can be read in two ways: use WeightKind to say whether they are {2}",
        Specifications,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "Trials, frequencies and precision weights give different likelihoods.",
        PagesFolder + RuleIds.WeightsWithoutKind + ".md");

    public static readonly DiagnosticDescriptor RemlOfGeneralized = new(
        RuleIds.RemlOfGeneralized,
        "REML requested for a generalised model",
        "REML is the likelihood of a linear model's error contrasts, and a {0} model has none: fit by the Laplace approximation, {1}",
        Specifications,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "Restricted maximum likelihood is defined for linear models.",
        PagesFolder + RuleIds.RemlOfGeneralized + ".md");

    public static readonly DiagnosticDescriptor QuadratureOfSeveralGroups = new(
        RuleIds.QuadratureOfSeveralGroups,
        "Quadrature over several grouping factors",
        "The model has {0} grouping factors ({1}), and adaptive quadrature integrates over one: fit by the Laplace approximation, which takes any number",
        Specifications,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "With several grouping factors the likelihood is not a product of integrals of few dimensions.",
        PagesFolder + RuleIds.QuadratureOfSeveralGroups + ".md");

    public static readonly DiagnosticDescriptor LinkRange = new(
        RuleIds.LinkRange,
        "Link whose range the mean can leave",
        "With the {1} link the mean of a {0} model can {2}, where there is no likelihood; the {3} link keeps it in its range",
        Specifications,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        "Some values of the linear predictor give no valid mean of the family.",
        PagesFolder + RuleIds.LinkRange + ".md");

    public static readonly DiagnosticDescriptor ConflictingSettings = new(
        RuleIds.ConflictingSettings,
        "Family, link and weights that do not go together",
        "{0}",
        Specifications,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "Such a model is refused at run time, whatever its rows.",
        PagesFolder + RuleIds.ConflictingSettings + ".md");

    public static readonly DiagnosticDescriptor OrderedResponse = new(
        RuleIds.OrderedResponse,
        "Ordered categories under a family that is not ordinal",
        "The response '{0}' has ordered categories ({1}), and a {2} model explains {3}: fit a cumulative model",
        Specifications,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "The codes of ordered categories are no amounts. A cumulative model explains their order alone.",
        PagesFolder + RuleIds.OrderedResponse + ".md");

    public static readonly DiagnosticDescriptor UnorderedResponse = new(
        RuleIds.UnorderedResponse,
        "Cumulative model of a response without an order",
        "The response '{0}' {1}, and a cumulative model explains ordered categories: {2}",
        Specifications,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "The model's thresholds divide categories from the lowest to the highest.",
        PagesFolder + RuleIds.UnorderedResponse + ".md");

    public static readonly DiagnosticDescriptor OwnFamily = new(
        RuleIds.OwnFamily,
        "Family of one's own that cannot be used",
        "'{0}' {1}",
        Specifications,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "The generated code makes the family by its constructor without parameters.",
        PagesFolder + RuleIds.OwnFamily + ".md");

    public static readonly DiagnosticDescriptor ResponseRange = new(
        RuleIds.ResponseRange,
        "Response whose type excludes the family",
        "The response '{0}' is {1}, and a response of the {2} family is {3}: {4}",
        Specifications,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "No rows can make such a model: the values that the type has are not the family's.",
        PagesFolder + RuleIds.ResponseRange + ".md");

    public static readonly DiagnosticDescriptor RemlAcrossFixedEffects = new(
        RuleIds.RemlAcrossFixedEffects,
        "REML criteria of different fixed effects compared",
        "{0} of the REML fits of {1} cannot be compared: {2}; REML leaves the fixed effects out of the likelihood, so that the two are likelihoods of different data; refit both by ML",
        Comparisons,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "The restricted likelihood is that of the data with the fixed effects projected out; it is one likelihood only for equal fixed effects.",
        PagesFolder + RuleIds.RemlAcrossFixedEffects + ".md");

    public static readonly DiagnosticDescriptor MlAgainstReml = new(
        RuleIds.MlAgainstReml,
        "ML criterion compared with a REML one",
        "{0} of the {1} and of the {2} cannot be compared: the one is a likelihood of the data, the other of the data with the fixed effects projected out; refit both by ML",
        Comparisons,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "A likelihood and a restricted likelihood measure different things.",
        PagesFolder + RuleIds.MlAgainstReml + ".md");

    public static readonly DiagnosticDescriptor AcrossResponses = new(
        RuleIds.AcrossResponses,
        "Criteria compared that measure different things",
        "{0} of {1} cannot be compared: {2}",
        Comparisons,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "Likelihoods are comparable only as likelihoods of one response, in the same rows with the same weights, made in one way.",
        PagesFolder + RuleIds.AcrossResponses + ".md");

    public static readonly DiagnosticDescriptor ZeroEffectsAsAverage = new(
        RuleIds.ZeroEffectsAsAverage,
        "Mean at zero random effects used as the population average",
        "'{0}' gives the {1} mean of a unit whose random effects are zero; with the {2} link the average over the population is a different number, which {3} gives",
        Predictions,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "The mean of a non-linear function is not the function of the mean.",
        PagesFolder + RuleIds.ZeroEffectsAsAverage + ".md");

    public static readonly DiagnosticDescriptor KenwardRogerOfOther = new(
        RuleIds.KenwardRogerOfOther,
        "Kenward and Roger's method asked of another fit than REML",
        "Kenward and Roger's method adjusts the covariance matrix of REML estimates of a linear model, and {0}",
        Inference,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "The adjustment is an expansion about the REML estimates of the variances.",
        PagesFolder + RuleIds.KenwardRogerOfOther + ".md");

    public static readonly DiagnosticDescriptor TypeThreeWald = new(
        RuleIds.TypeThreeWald,
        "Type III Wald tests under treatment contrasts",
        "Type III Wald tests are those of the coding at hand: with treatment contrasts of '{1}' the test of '{0}' is of its effect at the reference level of '{1}' alone; use sum contrasts, the F tests or type II",
        Inference,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "The terms inside an interaction mean what they seem to only under contrasts that sum to zero.",
        PagesFolder + RuleIds.TypeThreeWald + ".md");

    public static readonly DiagnosticDescriptor NewLevelOfFixedFactor = new(
        RuleIds.NewLevelOfFixedFactor,
        "New levels of a factor that is among the fixed effects too",
        "'{0}' sets the random effects of a new level of '{1}' to zero, but '{1}' is a factor of the fixed effects too, where a new level has no coefficient; leave it out of the fixed effects to predict for new levels",
        Predictions,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "A level that the fit never saw has no coefficient.",
        PagesFolder + RuleIds.NewLevelOfFixedFactor + ".md");

    public static readonly DiagnosticDescriptor LevelOutsideRange = new(
        RuleIds.LevelOutsideRange,
        "Confidence level outside (0, 1)",
        "The confidence level {0} is not between 0 and 1; {1}",
        Inference,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "A level is a probability.",
        PagesFolder + RuleIds.LevelOutsideRange + ".md");

    public static readonly DiagnosticDescriptor WithoutSeed = new(
        RuleIds.WithoutSeed,
        "Random numbers without a fixed seed",
        "{0}: give it a fixed seed, so that the numbers can be had again",
        Inference,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        "A result that cannot be had again cannot be checked.",
        PagesFolder + RuleIds.WithoutSeed + ".md");

    public static readonly DiagnosticDescriptor NotNested = new(
        RuleIds.NotNested,
        "Likelihood-ratio test of models that are not nested",
        "The models are not nested, so that the likelihood ratio has no chi-square distribution: only {0} has {1}, and only {2} has {3}; compare them by AIC or BIC",
        Comparisons,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "A likelihood ratio tests a model against one that contains it.",
        PagesFolder + RuleIds.NotNested + ".md");

    public static readonly DiagnosticDescriptor PlainPValueAtBoundary = new(
        RuleIds.PlainPValueAtBoundary,
        "Plain chi-square for a variance at its boundary",
        "The smaller model sets a variance to zero, the boundary of its range, where the plain chi-square's p value is too large; read 'MixturePValue', or bootstrap the test",
        Comparisons,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "Half of the time a variance that is zero is estimated as zero.",
        PagesFolder + RuleIds.PlainPValueAtBoundary + ".md");

    public static readonly DiagnosticDescriptor WaldOfVariance = new(
        RuleIds.WaldOfVariance,
        "Wald interval or test of a variance",
        "'{0}' has no Wald interval or test: the estimate of a variance is far from normal; profile the likelihood",
        Inference,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "Standard deviations are skewed, and bounded by zero.",
        PagesFolder + RuleIds.WaldOfVariance + ".md");

    public static readonly DiagnosticDescriptor MlCriteriaOfRandomEffects = new(
        RuleIds.MlCriteriaOfRandomEffects,
        "Random effects chosen by the criteria of ML fits",
        "{0} of the ML fits of {1} choose between random effects: {2}",
        Comparisons,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        "Maximum likelihood underestimates variances, and a variance at zero makes criteria too large.",
        PagesFolder + RuleIds.MlCriteriaOfRandomEffects + ".md");

    public static readonly DiagnosticDescriptor FoldsOfRows = new(
        RuleIds.FoldsOfRows,
        "Folds of rows for grouped data",
        "Folds of single rows put rows of one '{0}' on both sides, so that the scores tell nothing about new groups: divide the groups of '{0}' instead",
        Inference,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "Rows of a group are alike: a model that has seen some of them predicts the others too well.",
        PagesFolder + RuleIds.FoldsOfRows + ".md");

    public static readonly DiagnosticDescriptor PairsWithoutAdjustment = new(
        RuleIds.PairsWithoutAdjustment,
        "Pairs of means without an adjustment",
        "{0} without an adjustment, and with many pairs some differ by chance: {1}",
        Inference,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "The more tests, the more of them are significant by chance.",
        PagesFolder + RuleIds.PairsWithoutAdjustment + ".md");

    public static readonly DiagnosticDescriptor WithoutSphericity = new(
        RuleIds.WithoutSphericity,
        "Repeated-measures test without a sphericity correction",
        "This p value of {0} assumes sphericity, equal variances of all differences within subjects; without it the p value is too small: read 'Sphericity', and its corrected p values",
        Inference,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "Without sphericity the F test of a term within subjects rejects too often.",
        PagesFolder + RuleIds.WithoutSphericity + ".md");

    public static readonly DiagnosticDescriptor DuplicateTerm = new(
        RuleIds.DuplicateTerm,
        "Duplicate term",
        "'{0}' is written twice, and the second one adds nothing: remove it, or write the term that was meant",
        Formulas,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "A model has each term once, however often it is written.",
        PagesFolder + RuleIds.DuplicateTerm + ".md");

    public static readonly DiagnosticDescriptor MissingMainEffects = new(
        RuleIds.MissingMainEffects,
        "Interaction without its main effects",
        "The interaction '{0}' stands without the main effects {1}: write '*' in place of ':' to have them too",
        Formulas,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "An interaction is a difference between effects; without them its meaning depends on where the columns have their zero.",
        PagesFolder + RuleIds.MissingMainEffects + ".md");

    public static readonly DiagnosticDescriptor Aliased = new(
        RuleIds.Aliased,
        "Fixed effect that another contains",
        "{0}",
        Formulas,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "The columns of such an effect are sums of other columns, whatever the data: its coefficients cannot be estimated.",
        PagesFolder + RuleIds.Aliased + ".md");

    public static readonly DiagnosticDescriptor DateAsNumber = new(
        RuleIds.DateAsNumber,
        "Date as a number of days",
        "'{0}' is a date, which enters the model as days since 1970-01-01: its slope is per day, and the intercept is the mean in 1970; count from a day that means something, I({0} - min({0}))",
        Formulas,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        "The zero and the unit of a predictor decide what the coefficients mean.",
        PagesFolder + RuleIds.DateAsNumber + ".md");

    public static readonly DiagnosticDescriptor FixedAndRandomFactor = new(
        RuleIds.FixedAndRandomFactor,
        "Factor that is fixed and random at once",
        "The fixed effect '{1}' gives each '{0}' a mean of its own, so that nothing is left for a random intercept: keep one of the two",
        RandomEffects,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "The variance of a random intercept is not identified where the fixed effects hold the means of its groups.",
        PagesFolder + RuleIds.FixedAndRandomFactor + ".md");

    public static readonly DiagnosticDescriptor ManyCovarianceParameters = new(
        RuleIds.ManyCovarianceParameters,
        "Many covariance parameters",
        "'{0}' has {1} columns and {2} variances and correlations, more than most data determine: write diag(..) for variances alone",
        RandomEffects,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "The number of correlations grows with the square of the number of columns.",
        PagesFolder + RuleIds.ManyCovarianceParameters + ".md");

    public static readonly DiagnosticDescriptor FewGroups = new(
        RuleIds.FewGroups,
        "Grouping factor of few levels",
        "'{0}' has {1} levels, too few to estimate a variance between them: make it a fixed effect",
        RandomEffects,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "A variance estimated from fewer than five groups is hardly known.",
        PagesFolder + RuleIds.FewGroups + ".md");

    /// <summary>The rule to which an error of a formula belongs.</summary>
    public static DiagnosticDescriptor Of(FormulaErrorKind kind) =>
        kind switch
        {
            FormulaErrorKind.UnknownColumn => UnknownColumn,
            FormulaErrorKind.ColumnType => ColumnType,
            FormulaErrorKind.Function => Function,
            FormulaErrorKind.ResponseOnRight => ResponseOnRight,
            _ => FormulaSyntax,
        };
}
