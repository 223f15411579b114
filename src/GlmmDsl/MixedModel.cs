using GlmmDsl.Data;
using GlmmDsl.Design;
using GlmmDsl.Design.Checks;
using GlmmDsl.Design.Products;
using GlmmDsl.Families;
using GlmmDsl.Fits;
using GlmmDsl.Fitting;
using GlmmDsl.Fitting.Generalized;
using GlmmDsl.Fitting.Linear;

namespace GlmmDsl;

/// <summary>Fits models whose formula and columns are known only at run time.</summary>
public static class MixedModel
{
    /// <summary>Fits a linear or generalised linear mixed model, or, without random-effects terms, a linear or generalised linear model.</summary>
    /// <param name="formula">The formula in lme4's notation, <c>Reaction ~ Days + (Days | Subject)</c>.</param>
    /// <param name="table">The rows.</param>
    /// <param name="options">How to fit; by default REML with missing values an error.</param>
    /// <param name="progress">Receives reports of how far the fit has come.</param>
    /// <param name="cancellationToken">Ends the fit early.</param>
    /// <exception cref="FormulaException">The text is not a formula, or does not suit the table: an unknown column, a type that cannot enter a model.</exception>
    /// <exception cref="ModelDataException">No model can be fitted to these rows; the message names column and row and says what to do.</exception>
    /// <exception cref="FitFailedException">The search found no estimates; the message says what to try.</exception>
    /// <exception cref="ArgumentException">The options contradict each other or have no meaning: a link that the family does not have, a number of nodes out of range.</exception>
    /// <exception cref="NoticeException">A notice that the options ask to have thrown.</exception>
    /// <exception cref="OperationCanceledException">The fit was cancelled.</exception>
    public static MixedModelFit Fit(
        [FormulaText] string formula,
        Table table,
        FitOptions? options = null,
        IProgress<FitProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        Fit(Formula.Parse(formula), table, options, progress, cancellationToken);

    /// <inheritdoc cref="Fit(string, Table, FitOptions?, IProgress{FitProgress}?, CancellationToken)"/>
    public static MixedModelFit Fit(
        Formula formula,
        Table table,
        FitOptions? options = null,
        IProgress<FitProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(formula);
        ArgumentNullException.ThrowIfNull(table);
        options ??= FitOptions.Default;
        RefuseContradictions(options);
        FamilyDefinition family = options.Definition;
        bool isLinear = options.IsLinear;
        formula = options.AddOffset(formula);
        progress?.Report(new FitProgress(FitStage.Design));
        DesignOptions designOptions = options.ToDesignOptions();
        DesignResult design = ModelMatricesBuilder.Build(formula.Terms, table, designOptions, cancellationToken);
        double rows = designOptions.WeightKind == WeightKind.Frequency && design.Matrices.Weights is { } frequencies ? frequencies.Sum() : design.Matrices.RowCount;
        SaturatedGroups.RefuseTerms(design.Matrices.Random, rows, isLinear);
        if (isLinear)
        {
            LinearMixedSolution linear = LinearMixedModelFitter.Fit(design.Matrices, options.Method == FitMethod.Reml, progress, cancellationToken);
            return new MixedModelFit(new FittedModel(design, designOptions, linear, options.Notices));
        }

        GeneralizedResponse.RefuseOutside(design.Matrices, family, mayBeZero: options.ZeroInflation is not null);
        GeneralizedResponse response = GeneralizedResponse.Of(design.Matrices, family, options.Link);
        bool hasOnePredictor = PredictorDesigns.Of(design.Matrices, family, options.Link) is null;
        RefuseExpectedInformation(options, family, hasOnePredictor);
        RefuseFast(options, family, hasOnePredictor);
        var how = new GeneralizedOptions
        {
            Approximation = options.Approximation,
            Nodes = options.QuadratureNodes,
            Information = options.Information ?? (hasOnePredictor ? response.UsualInformation : Information.Observed),
            CoefficientPrior = options.CoefficientPrior,
        };
        GeneralizedSolution solution = GeneralizedLinearMixedModelFitter.Fit(design.Matrices, response, how, progress, cancellationToken);
        return new MixedModelFit(new FittedModel(design, designOptions, solution, options.Notices));
    }

    /// <summary>Makes the model matrices of a formula without fitting anything: what R's <c>lFormula</c> and <c>model.matrix</c> do.</summary>
    /// <param name="formula">The formula in lme4's notation.</param>
    /// <param name="table">The rows.</param>
    /// <param name="options">The options of the fit to come: missing values, weights, functions and the family, which says what the response may be.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="FormulaException">The text is not a formula, or does not suit the table.</exception>
    /// <exception cref="ModelDataException">No columns can be made of these rows; the message names column and row and says what to do.</exception>
    /// <exception cref="ArgumentException">The options contradict each other or have no meaning.</exception>
    /// <exception cref="NoticeException">A notice that the options ask to have thrown.</exception>
    public static DesignMatrices Matrices([FormulaText] string formula, Table table, FitOptions? options = null, CancellationToken cancellationToken = default) =>
        Matrices(Formula.Parse(formula), table, options, cancellationToken);

    /// <inheritdoc cref="Matrices(string, Table, FitOptions?, CancellationToken)"/>
    public static DesignMatrices Matrices(Formula formula, Table table, FitOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(formula);
        ArgumentNullException.ThrowIfNull(table);
        options ??= FitOptions.Default;
        RefuseContradictions(options);
        return new DesignMatrices(ModelMatricesBuilder.Build(options.AddOffset(formula).Terms, table, options.ToDesignOptions(), cancellationToken), options.Notices);
    }

    private static void RefuseContradictions(FitOptions options)
    {
        FitOptionsCheck.Refuse(options);
        FamilyDefinition family = options.Definition;
        family.RequireLink(options.Link);
        RefuseComponents(options, family);
        if (options.IsLinear && options.CoefficientPrior is not null)
        {
            throw new ArgumentException("A prior on the coefficients belongs to generalised models, whose estimates can be infinite: leave it out of a linear model.", nameof(options));
        }

        if (options.Approximation == Approximation.Quadrature && options.QuadratureNodes is < 1 or > FitOptions.MostQuadratureNodes)
        {
            throw new ArgumentException(FormattableString.Invariant($"Quadrature takes 1 to {FitOptions.MostQuadratureNodes} nodes, not {options.QuadratureNodes}."), nameof(options));
        }
    }

    /// <summary>The fast approximation profiles the coefficients of the mean inside the inner problem; with other predictors it would be another approximation than the one asked for.</summary>
    private static void RefuseFast(FitOptions options, FamilyDefinition family, bool hasOnePredictor)
    {
        if (!hasOnePredictor && options.Approximation == Approximation.Fast)
        {
            string beside = options.ZeroInflation is not null ? "zero inflation" : family.HasThresholds ? "thresholds" : "a dispersion or a shape";
            throw new ArgumentException(
                $"The fast approximation (FitFast, --fast) is for models whose only predictor is that of the mean, and this model of the {family.Words} family has {beside} beside it. Fit it by Laplace's approximation, the default.", nameof(options));
        }
    }

    private static void RefuseExpectedInformation(FitOptions options, FamilyDefinition family, bool hasOnePredictor)
    {
        if (!hasOnePredictor && options.Information == Information.Expected
            && (options.ZeroInflation is not null || options.Dispersion is not null || !family.PredictorsKernel(options.Link).HasExpectedInformation))
        {
            throw new ArgumentException(
                $"The expected information is not available for this model of the {family.Words} family: leave Information out (--information), and the observed information is used.", nameof(options));
        }
    }

    /// <summary>What is wrong with a dispersion formula of a Gaussian model that has no terms; null where it has some. glmmTMB takes it as hardly any residual variance; taken literally it is one of 1.</summary>
    internal static string? EmptyDispersion(string formula) =>
        Formula.Parse(formula).Terms is { HasIntercept: false, Fixed.IsEmpty: true, Random.IsEmpty: true, Offsets.IsEmpty: true }
            ? $"The dispersion formula '{formula}' has no terms, so that the logarithm of the residual variance would be 0 in every row. Write '~ 1' to estimate it; or '~ 0 + offset(x)' with a column x of known logarithms, such as -18 for the hardly any variance that glmmTMB takes '~ 0' to mean."
            : null;

    private static void RefuseComponents(FitOptions options, FamilyDefinition family)
    {
        if (options.ZeroInflation is not null && !family.CanBeZeroInflated)
        {
            throw new ArgumentException(
                $"A model of the {family.Words} family has no zero inflation: a response of exactly 0 has no probability of its own there. Leave ZeroInflation out.", nameof(options));
        }

        if (options.Dispersion is not null && !family.HasDispersion)
        {
            throw new ArgumentException($"A model of the {family.Words} family has no dispersion to be modelled. Leave Dispersion out, or use a family that has one.", nameof(options));
        }

        if (options.Dispersion is { } dispersion && family.IsLinear(options.Link) && EmptyDispersion(dispersion) is { } empty)
        {
            throw new ArgumentException(empty, nameof(options));
        }
    }

    /// <summary>Fits a model to cross-products, without the rows: everything except fitted values and residuals is as if the model were fitted to the rows.</summary>
    /// <param name="products">The cross-products of all rows.</param>
    /// <param name="options">
    /// The method, the notices, and the functions that the formula calls, which prediction needs; the other options were decided when the
    /// cross-products were made.
    /// </param>
    /// <param name="progress">Receives reports of how far the fit has come.</param>
    /// <param name="cancellationToken">Ends the fit early.</param>
    /// <exception cref="ModelDataException">No model can be fitted to these rows.</exception>
    /// <exception cref="NoticeException">A notice that the options ask to have thrown.</exception>
    /// <exception cref="OperationCanceledException">The fit was cancelled.</exception>
    public static MixedModelFit Fit(
        CrossProducts products, FitOptions? options = null, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(products);
        options ??= FitOptions.Default;
        DesignOptions designOptions = options.ToLinearDesignOptions() with { Weights = products.Products.Schema.Weights };
        ProductDesign design = ProductDesign.Of(products.Products);
        SaturatedGroups.RefuseTerms(design.Design.Matrices.Random, design.Design.Matrices.RowCount, isLinear: true);
        LinearMixedSolution solution = LinearMixedModelFitter.Fit(
            design.Design.Matrices, design.Groups, design.Blocks, options.Method == FitMethod.Reml, progress, cancellationToken);
        return new MixedModelFit(new FittedModel(design.Design, designOptions, solution, options.Notices));
    }
}
