using System.Collections.Immutable;
using GlmmDsl.Formulas;
using GlmmDsl.Generators.Configuration;
using GlmmDsl.Generators.Symbols;

namespace GlmmDsl.Generators.Emit;

/// <summary>The names of what is generated inside a model class, chosen not to clash with the class itself or with what the user wrote in it.</summary>
internal sealed class ModelNames
{
    private readonly HashSet<string> taken;

    public ModelNames(ModelDeclaration declaration)
    {
        taken = new HashSet<string>(declaration.MemberNames.Items, StringComparer.Ordinal) { declaration.Name.Name.TrimStart('@') };
        Fit = Free("Fit");
        Fits = FitWays.Of(declaration).Select(way => new FitNames(Free(way + "Fit"), Free("Fit" + way), Free($"Fit{way}Async"))).ToImmutableArray();
        FormulaText = Free("FormulaText");
        Definition = Free("Definition");
        Columns = Free("RowColumns");
        PredictorColumns = Free("PredictorColumns");
        Predictors = Free("Predictors");
        PopulationColumns = Free("PopulationColumns");
        PopulationPredictors = Free("PopulationPredictors");
        Coefficients = Free("CoefficientsOf");
        Terms = Free("TermsOf");
        Tests = Free("Tests");
        Profiles = Free("Profiles");
        Bootstraps = Free("Bootstraps");
        Marginals = Free("MarginalSet");
        Slopes = Free("SlopeSet");
        ReferenceValues = Free("ReferenceValues");
        Averages = Free("AverageSet");
        AverageSlopes = Free("AverageSlopeSet");
        Comparisons = Free("ComparisonSet");
        Replicate = Free("BootstrapEstimates");
        Pooled = Free("PooledSet");
        MatrixSet = Free("MatrixSet");
        Folds = Free("Folds");
        CrossValidate = Free("CrossValidate");
        Matrices = Free("Matrices");
        Pool = Free("Pool");
        VariancesOf = Free("VarianceComponentsOf");
        Variances = Free("VarianceComponentSet");
        Modes = Free("RandomEffectSet");
        ZeroInflation = Free("ZeroInflationSet");
        Dispersion = Free("DispersionSet");
        Thresholds = Free("ThresholdSet");
        Probabilities = Free("CategoryProbabilitySet");
    }

    public string Fit { get; }

    /// <summary>The names of each way to fit the model, in the order of <see cref="FitWays"/>.</summary>
    public ImmutableArray<FitNames> Fits { get; }

    public string FormulaText { get; }

    public string Definition { get; }

    public string Columns { get; }

    public string PredictorColumns { get; }

    public string Predictors { get; }

    public string PopulationColumns { get; }

    /// <summary>The record of the columns that a prediction for a new group needs.</summary>
    public string PopulationPredictors { get; }

    /// <summary>The view of results for the coefficients, without its type parameter.</summary>
    public string Coefficients { get; }

    /// <summary>The view of the coefficients themselves.</summary>
    public string OwnCoefficients => Coefficients + "<global::GlmmDsl.Coefficient>";

    /// <summary>The view of results for the terms of the fixed effects, without its type parameter.</summary>
    public string Terms { get; }

    /// <summary>The tests of the fixed effects by one method.</summary>
    public string Tests { get; }

    /// <summary>The profile likelihoods of the parameters.</summary>
    public string Profiles { get; }

    /// <summary>The bootstrap distributions of the parameters.</summary>
    public string Bootstraps { get; }

    /// <summary>The marginal means, or the slopes of a column, by factors.</summary>
    public string Marginals { get; }

    /// <summary>The slopes, by numeric columns.</summary>
    public string Slopes { get; }

    /// <summary>The values at which marginal means are taken.</summary>
    public string ReferenceValues { get; }

    /// <summary>The averages over the observed rows, by factors.</summary>
    public string Averages { get; }

    /// <summary>The average slopes, by numeric columns.</summary>
    public string AverageSlopes { get; }

    /// <summary>The average comparisons, by columns.</summary>
    public string Comparisons { get; }

    /// <summary>The estimates of one replicate of a bootstrap.</summary>
    public string Replicate { get; }

    /// <summary>The pooled estimates.</summary>
    public string Pooled { get; }

    /// <summary>The model matrices.</summary>
    public string MatrixSet { get; }

    /// <summary>The class of folds by the model's groups.</summary>
    public string Folds { get; }

    /// <summary>The method that cross-validates.</summary>
    public string CrossValidate { get; }

    /// <summary>The method that makes model matrices.</summary>
    public string Matrices { get; }

    /// <summary>The method that pools fits.</summary>
    public string Pool { get; }

    /// <summary>The view of results for the variance components, without its type parameters.</summary>
    public string VariancesOf { get; }

    /// <summary>The view of the variance components themselves.</summary>
    public string Variances { get; }

    public string Modes { get; }

    /// <summary>The results of the zero inflation.</summary>
    public string ZeroInflation { get; }

    /// <summary>The results of the dispersion.</summary>
    public string Dispersion { get; }

    /// <summary>The view of an ordinal model's thresholds.</summary>
    public string Thresholds { get; }

    /// <summary>The view of the probabilities of an ordinal response's categories in a row.</summary>
    public string Probabilities { get; }

    /// <summary>A free name for a nested member: <c>_</c> is appended as long as the name is taken.</summary>
    public string Free(string name)
    {
        string free = name.TrimStart('@');
        while (!taken.Add(free))
        {
            free += "_";
        }

        return free;
    }

    /// <summary>The properties of a record of predictors, for its columns in order.</summary>
    public static IReadOnlyList<string> OfPredictors(IEnumerable<RowColumn> columns, string record) =>
        Properties(columns.Select(c => c.Member.TrimStart('@')).ToList(), record, "EqualityContract", "PrintMembers", "Deconstruct", "Clone");

    /// <summary>The properties of a generated view, for R's names in order.</summary>
    /// <param name="names">R's names.</param>
    /// <param name="viewType">The view's own name, which no member may have.</param>
    /// <param name="reserved">The other members of the view.</param>
    public static IReadOnlyList<string> Properties(IReadOnlyList<string> names, string viewType, params string[] reserved)
    {
        var all = new HashSet<string>(ObjectMembers.Concat(reserved), StringComparer.Ordinal) { viewType };
        return Identifiers.OfAll(names, all);
    }

    private static readonly string[] ObjectMembers =
    [
        "Equals", "GetHashCode", "GetType", "ToString", "Finalize", "MemberwiseClone", "ReferenceEquals", "Item",
    ];
}

/// <summary>The names of a way to fit a model: the fit's type, and the methods.</summary>
internal sealed record FitNames(string Type, string Method, string AsyncMethod);
