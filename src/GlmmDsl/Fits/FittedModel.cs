using System.Collections.Immutable;
using GlmmDsl.Data;
using GlmmDsl.Design;
using GlmmDsl.Design.Products;
using GlmmDsl.Families;
using GlmmDsl.Fitting;

namespace GlmmDsl.Fits;

/// <summary>
/// A fitted model as inference, prediction and summaries use it: the design, the engine's solution, and the numbers that follow from both.
/// Immutable, safe to use from several threads.
/// </summary>
internal sealed class FittedModel
{
    private readonly DesignResult design;
    private readonly NoticePolicy policy;
    private readonly Lazy<VarianceComponentCollection> variances;
    private readonly Lazy<GeneralizedResponse> response;
    private EffectsCovariance? effects;
    private EffectsCovariance? stackedEffects;

    /// <summary>Joins a design with its solution.</summary>
    /// <param name="design">The design, its training basis and notices.</param>
    /// <param name="options">The options that the design was made with: prediction needs their offsets and functions.</param>
    /// <param name="solution">The engine's solution.</param>
    /// <param name="policy">What to do with notices.</param>
    /// <exception cref="NoticeException">The policy throws on a notice.</exception>
    public FittedModel(DesignResult design, DesignOptions options, IModelSolution solution, NoticePolicy policy)
        : this(design, options, solution, policy, null)
    {
    }

    private FittedModel(DesignResult design, DesignOptions options, IModelSolution solution, NoticePolicy policy, ImmutableArray<Notice>? known)
    {
        this.design = design;
        this.policy = policy;
        Matrices = design.Matrices;
        Basis = design.Basis;
        Options = options;
        Solution = solution;
        response = new(() => solution.Response);
        variances = new(() => new VarianceComponentCollection(Matrices, solution));
        Comparability = new Comparability(Matrices, solution) { Model = this };
        if (known is { } notices)
        {
            Notices = notices;
            return;
        }

        IEnumerable<Notice> found = SolutionNotices.Of(Matrices, solution).Concat(solution.Notices()).Concat(DispersionNotice.Of(this)).Concat(design.Notices);
        Notices = policy.Apply(found.OrderBy(n => n.Id));
    }

    /// <summary>A fit that was saved: what its run noticed comes with the design, and nothing is noticed anew.</summary>
    public static FittedModel Loaded(DesignResult design, DesignOptions options, IModelSolution solution, NoticePolicy policy) =>
        new(design, options, solution, policy, design.Notices);

    /// <summary>The design with its basis and its own notices.</summary>
    public DesignResult Design => design;

    /// <summary>The design.</summary>
    public ModelMatrices Matrices { get; }

    /// <summary>What prediction needs of the training rows.</summary>
    public TrainingBasis Basis { get; }

    /// <summary>What is known of the columns that the formulas of all linear predictors read.</summary>
    public ImmutableArray<ReferenceColumn> References =>
    [
        .. Basis.References.Concat(Solution.Others.Select(o => o.DesignIn(Matrices)).OfType<ComponentDesign>().SelectMany(d => d.Basis.References))
            .GroupBy(r => r.Name, StringComparer.Ordinal)
            .Select(alike => alike.FirstOrDefault(r => r.IsFixed) ?? alike.First()),
    ];

    /// <summary>The columns that the formula reads, all rows of the data; null where there are none.</summary>
    public Table? Table => design.Table;

    /// <summary>The options that the design was made with.</summary>
    public DesignOptions Options { get; }

    /// <summary>The engine's solution.</summary>
    public IModelSolution Solution { get; }

    /// <summary>lme4's names of θ; those of zero inflation and dispersion after a prefix.</summary>
    public ImmutableArray<string> ThetaNames =>
    [
        .. Covariance.ThetaNames.Of(Matrices.Random),
        .. Solution.Others.SelectMany(o => Covariance.ThetaNames.Of(o.Matrices.Random).Select(n => (o.Predictor == Families.Predictor.ZeroInflation ? "zi." : "disp.") + n)),
    ];

    /// <summary>The response as the family sees it.</summary>
    public GeneralizedResponse Response => response.Value;

    /// <summary>The family.</summary>
    public FamilyDefinition Family => Solution.Family;

    /// <summary>The link, never <see cref="Link.Default"/>.</summary>
    public Link Link => Solution.Link;

    /// <summary>Whether the model is linear, so that the random effects average out of its means.</summary>
    public bool IsLinear => Solution.IsLinear;

    /// <summary>The notices, ordered by number, after the policy was applied.</summary>
    public ImmutableArray<Notice> Notices { get; }

    /// <summary>What the criteria must have in common with others to be comparable.</summary>
    public Comparability Comparability { get; }

    /// <summary>The variance components.</summary>
    public VarianceComponentCollection VarianceComponents => variances.Value;

    /// <summary>n.</summary>
    public int RowCount => Matrices.RowCount;

    /// <summary>The number of parameters estimated: β, θ and, in a linear model, σ.</summary>
    public int ParameterCount => Solution.Beta.Length + Solution.Theta.Length + Solution.DispersionCount;

    /// <summary>How many identical rows each row stands for; null if each stands for one.</summary>
    public double[]? Frequencies => Options.WeightKind == WeightKind.Frequency ? Matrices.Weights : null;

    /// <summary>The mean of the offset over the observations; null where there is no offset, or the fit has no rows.</summary>
    public double? MeanOffset => Matrices.Offset is not { Length: > 0 } offset ? null
        : Frequencies is { } counts ? offset.Zip(counts, (o, f) => o * f).Sum() / counts.Sum()
        : offset.Average();

    /// <summary>The number of observations: n, or the sum of the frequencies.</summary>
    public int ObservationCount => Matrices.Totals?.Observations ?? (Frequencies is { } frequencies ? (int)Math.Round(frequencies.Sum()) : RowCount);

    /// <summary>The number of observations minus the number of parameters, as lme4 counts.</summary>
    public int ResidualDegreesOfFreedom => ObservationCount - ParameterCount;

    /// <summary>The maximised log-likelihood; for a REML fit, the restricted one; for a penalised fit, the log-likelihood at its estimates.</summary>
    public double LogLikelihood => 0 - (Solution.Criterion / 2);

    /// <summary>The prior that penalised the coefficients; null for a fit by maximum likelihood.</summary>
    public NormalPrior? Prior => Solution.Integration?.CoefficientPrior;

    /// <summary>−2 log L + 2k; NaN for a penalised fit, whose likelihood is not maximised and whose k parameters are not all free.</summary>
    public double Aic => Prior is null ? Solution.Criterion + (2.0 * ParameterCount) : double.NaN;

    /// <summary>−2 log L + k log n, n the number of observations; NaN for a penalised fit.</summary>
    public double Bic => Prior is null ? Solution.Criterion + (Math.Log(ObservationCount) * ParameterCount) : double.NaN;

    /// <summary>lme4's rule: a diagonal of Λ, in the data's units, below 10⁻⁴. Depends on units; the verdict does not.</summary>
    public bool IsSingular => Covariance.CovarianceStructures.SmallestDiagonal([.. Matrices.Random, .. Solution.Others.SelectMany(o => o.Matrices.Random)], Solution.Theta) < 1e-4;

    /// <summary>
    /// The names of all fixed-effects columns, each with its index among all and among the kept ones, or -1 if it was dropped. The intercept of an ordinal model, in whose place thresholds stand, is
    /// not one of them.
    /// </summary>
    public IEnumerable<(string Name, int Column, int Kept)> FixedColumns => Matrices.FixedNames
        .Select((name, column) => (name, column, Solution.Kept.BinarySearch(column) is var at && at >= 0 ? at : -1))
        .Skip(Family.HasThresholds ? 1 : 0);

    /// <summary>The grouping factors, each once, in the order of θ.</summary>
    public IEnumerable<GroupingFactor> Groups => Matrices.Random.Select(t => t.Group).DistinctBy(g => g.Name, StringComparer.Ordinal);

    /// <summary>The model fitted again with another response, other weights or from another start.</summary>
    /// <param name="response">n numbers; null for the same.</param>
    /// <param name="weights">n weights, of the kind that the model has; null for the same.</param>
    /// <param name="start">Where θ starts, user units; null for the engine's choice.</param>
    /// <param name="cancellationToken">Ends the fit early.</param>
    /// <exception cref="InvalidOperationException">Another response or weights for a model that was fitted without rows.</exception>
    /// <exception cref="ModelDataException">A response that is not valid for a generalised model's family, or trials with which a row's proportion is no whole number of successes.</exception>
    /// <exception cref="NoticeException">The policy throws on a notice.</exception>
    public FittedModel Refit(double[]? response, double[]? weights, double[]? start, CancellationToken cancellationToken)
    {
        if (response is not null || weights is not null)
        {
            RequireRows("response or weights to replace");
        }

        bool areTrials = Family.HasTrials && Options.WeightKind == WeightKind.Trials;
        var changes = new RefitChanges { Response = response, Weights = areTrials ? null : weights, Trials = areTrials ? weights : null, Start = start };
        IModelSolution again = Solution.Refit(changes, cancellationToken);

        // A binomial model has no precision weights: where none were given, new ones count alike rows.
        DesignOptions options = weights is not null && Family.HasTrials && !areTrials ? Options with { WeightKind = WeightKind.Frequency } : Options;
        return new FittedModel(design with { Matrices = again.Matrices }, options, again, policy);
    }

    /// <summary>The model fitted by maximum likelihood: itself where it was.</summary>
    /// <exception cref="ModelDataException">The likelihood has no maximum.</exception>
    public FittedModel RefitMl(CancellationToken cancellationToken)
    {
        if (!Solution.IsReml)
        {
            return this;
        }

        IModelSolution again = Solution.Refit(new RefitChanges { IsMl = true }, cancellationToken);
        return new FittedModel(design with { Matrices = again.Matrices }, Options, again, policy);
    }

    /// <summary>The same model with another solution, which may be of other rows.</summary>
    /// <param name="solution">The solution.</param>
    /// <param name="matrices">A design to take in place of the solution's; null for that.</param>
    /// <exception cref="NoticeException">A notice that is to be thrown.</exception>
    public FittedModel With(IModelSolution solution, ModelMatrices? matrices = null) =>
        new(design with { Matrices = matrices ?? solution.Matrices }, Options, solution, policy);

    /// <summary>
    /// Σ(yᵢ − ŷᵢ)² about the conditional modes; null for a fit without rows whose weights differ, which knows only Σwᵢ(yᵢ − ŷᵢ)².
    /// </summary>
    public double? ResidualSumOfSquares => Matrices.HasRows ? Residuals(ResidualKind.Response).Sum(r => r * r)
        : Matrices.Totals is { } totals ? totals.ResidualSumOfSquares
        : Matrices.ColumnProducts is null ? null : Solution.ResidualSquares;

    /// <summary>The sample variance of Xβ̂ over the rows; NaN for separated outcomes.</summary>
    /// <exception cref="InvalidOperationException">A fit without rows, whose weights differ.</exception>
    public double FixedVariance()
    {
        if (Solution.IsSeparated)
        {
            // Some of Xβ̂ is infinite.
            return double.NaN;
        }

        if (!Matrices.HasRows)
        {
            return FixedVariance(RequireColumnProducts().FixedCovariance);
        }

        // Σf(x − x̄)²/(Σf − 1), f the frequencies.
        double[] explained = FixedPart();
        double total = Frequencies?.Sum() ?? RowCount;
        double mean = 0;
        double square = 0;
        for (int i = 0; i < explained.Length; i++)
        {
            mean += (Frequencies?[i] ?? 1) * explained[i] / total;
        }

        for (int i = 0; i < explained.Length; i++)
        {
            square += (Frequencies?[i] ?? 1) * (explained[i] - mean) * (explained[i] - mean);
        }

        return total > 1 ? square / (total - 1) : 0;
    }

    /// <summary>The mean over the rows of the product of two columns of a random-effects term.</summary>
    /// <exception cref="InvalidOperationException">A fit without rows, whose weights differ.</exception>
    public double MeanProduct(int term, int first, int second)
    {
        if (!Matrices.HasRows)
        {
            return RequireColumnProducts().RandomMeanProducts[term][first, second];
        }

        double[]?[] columns = Matrices.Random[term].Columns;
        double sum = 0;
        for (int row = 0; row < RowCount; row++)
        {
            sum += (Frequencies?[row] ?? 1) * (columns[first]?[row] ?? 1) * (columns[second]?[row] ?? 1);
        }

        return sum / (Frequencies?.Sum() ?? RowCount);
    }

    /// <summary>The joint covariance of (β̂, b̂) given θ̂, factored when it is first asked for.</summary>
    /// <exception cref="InvalidOperationException">The solution does not have what it takes.</exception>
    public EffectsCovariance Effects(CancellationToken cancellationToken) => effects ??= Solution.EffectsCovariance(cancellationToken);

    /// <summary>The joint covariance of the coefficients of all linear predictors and their random effects, made when it is first asked for.</summary>
    /// <exception cref="InvalidOperationException">The solution does not have what it takes.</exception>
    public EffectsCovariance StackedEffects(CancellationToken cancellationToken) => stackedEffects ??= Solution.StackedEffects(cancellationToken);

    /// <summary>Throws for a question that only the rows can answer.</summary>
    /// <param name="what">What was asked for, such as "fitted values".</param>
    /// <exception cref="InvalidOperationException">The model was fitted to cross-products.</exception>
    public void RequireRows(string what)
    {
        if (!Matrices.HasRows)
        {
            throw new InvalidOperationException($"This model was fitted to cross-products or loaded from a file, without rows: it has no {what}. Use Predict with the rows, or fit the model to the rows.");
        }
    }

    /// <summary>Whether the link alone gives the means of the response.</summary>
    public bool HasMeansOfLink => Family.HasMeansOfLink && Solution.Others.All(o => o.Predictor != Predictor.ZeroInflation && o.IsConstant);

    /// <summary>Throws for a question about means of a response that has categories.</summary>
    /// <param name="what">What was asked for, a plural.</param>
    /// <exception cref="InvalidOperationException">An ordinal model.</exception>
    public void RequireNumbers(string what)
    {
        if (Family.HasThresholds)
        {
            throw new InvalidOperationException(
                $"The response of an ordinal model has categories and no mean of its own: {what} of the response are not available. Ask for the scale of the linear predictor, or for the probabilities of the categories (PredictProbabilities; on the command line, glmm predict).");
        }
    }

    /// <summary>The residuals, n numbers.</summary>
    /// <exception cref="InvalidOperationException">The model was fitted without rows.</exception>
    public double[] Residuals(ResidualKind kind)
    {
        RequireRows("residuals");
        return GeneralizedResiduals.Of(Solution, Response, kind);
    }

    /// <summary>Xβ̂ of the training rows, without offset: n numbers.</summary>
    private double[] FixedPart()
    {
        var sum = new double[RowCount];
        for (int k = 0; k < Solution.Kept.Length; k++)
        {
            double[] column = Matrices.FixedColumns[Solution.Kept[k]];
            for (int i = 0; i < sum.Length; i++)
            {
                sum[i] += column[i] * Solution.Beta[k];
            }
        }

        return sum;
    }

    private double FixedVariance(double[,] covariance)
    {
        double sum = 0;
        for (int i = 0; i < Solution.Kept.Length; i++)
        {
            for (int j = 0; j < Solution.Kept.Length; j++)
            {
                sum += Solution.Beta[i] * Solution.Beta[j] * covariance[Solution.Kept[i], Solution.Kept[j]];
            }
        }

        return sum;
    }

    private ColumnProducts RequireColumnProducts() => Matrices.ColumnProducts ?? throw new InvalidOperationException(
        "This fit has no rows, and the variance of its columns over the rows is not known: it was fitted to weighted cross-products, or it has more coefficients than a file keeps it for. Fit the model to the rows.");
}
