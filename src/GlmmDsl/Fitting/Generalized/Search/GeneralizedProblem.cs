using System.Collections.Immutable;
using GlmmDsl.Covariance;
using GlmmDsl.Design;
using GlmmDsl.Families;
using GlmmDsl.Fitting.Columns;
using GlmmDsl.Fitting.Generalized.Criteria;
using GlmmDsl.Fitting.Generalized.Inner;
using GlmmDsl.Fitting.Generalized.Rows;
using GlmmDsl.Fitting.Linear.Choice;
using GlmmDsl.LinearAlgebra.Sparse;

namespace GlmmDsl.Fitting.Generalized.Search;

/// <summary>A generalised model ready to be evaluated: rows in the engine's order and units, and the criteria over them. Immutable.</summary>
internal sealed class GeneralizedProblem
{
    /// <summary>The decrement to which the inner problem is solved when the gradient is differenced or the value is reported.</summary>
    public const double TightTolerance = 1e-16;

    /// <summary>The largest number of grid points for the integral of a level.</summary>
    private const double MaxGrid = 1e5;

    /// <summary>Standardises and sorts the rows.</summary>
    /// <exception cref="ModelDataException">The design cannot be fitted this way: quadrature with several grouping factors, or a grid or matrix that is too large.</exception>
    public GeneralizedProblem(ModelMatrices matrices, GeneralizedResponse response, GeneralizedOptions options, CancellationToken cancellationToken)
        : this(matrices, response, options, CovarianceStructures.Of(matrices.Random), null, cancellationToken)
    {
    }

    /// <summary>The same with further linear predictors.</summary>
    /// <param name="matrices">The design of the conditional predictor.</param>
    /// <param name="response">The response.</param>
    /// <param name="options">The approximation; with several predictors the information is the observed one, and no coefficients are profiled.</param>
    /// <param name="designs">The other predictors; null where there are none.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="ModelDataException">The design cannot be fitted this way.</exception>
    public GeneralizedProblem(
        ModelMatrices matrices, GeneralizedResponse response, GeneralizedOptions options, PredictorDesigns? designs, CancellationToken cancellationToken)
        : this(matrices, response, options, CovarianceStructures.Of(AllTerms(matrices, designs)), designs, cancellationToken)
    {
    }

    /// <summary>The same with given covariance structures, one per term, and for tests with a given factorisation.</summary>
    /// <exception cref="ModelDataException">The design cannot be fitted this way.</exception>
    public GeneralizedProblem(
        ModelMatrices matrices,
        GeneralizedResponse response,
        GeneralizedOptions options,
        ImmutableArray<CovarianceStructure> structures,
        PredictorDesigns? designs,
        CancellationToken cancellationToken,
        FactorisationPath? forced = null)
    {
        Terms = AllTerms(matrices, designs);
        ImmutableArray<GroupColumns> groups = GroupColumns.Amalgamate(Terms);
        RefuseQuadrature(groups, options);
        CrossProductBlocks products = Products(matrices, groups, cancellationToken);
        Response = response;
        Options = designs is null ? options : options with
        {
            Information = designs.Kernel.HasExpectedInformation && designs.Others.All(o => o.Random.IsEmpty) ? options.Information : Information.Observed,
            Approximation = options.Approximation == Approximation.Fast ? Approximation.Laplace : options.Approximation,
        };
        Designs = designs;
        Predictors = [ColumnsOf(Predictor.Conditional, matrices, products, cancellationToken), .. OtherColumns(designs, cancellationToken)];
        Coefficients = response.Family.HasThresholds
            ? new StackedBasis(Basis, ThresholdColumns.Occurring(response.Totals).Length - 2)
            : new StackedBasis([.. Predictors.Select(p => p.Basis)]);
        Layout = new CovarianceLayout(groups, products, structures);
        bool hasOwnDeterminants = Options.Information == Information.Expected && !response.Kernel.IsCanonical;
        SparseAnalysis? analysis = TrailingCost.Of(Layout, Coefficients.Count, hasOwnDeterminants).Choose(products, Layout, FactorisationChoice.Available, forced);
        Rows = new GeneralizedRows(Predictors, response, groups, products, Layout, analysis);
        Likelihood = designs is null ? new SingleLikelihood(Rows, response.Kernel) : new JointLikelihood(Rows, designs.Kernel);
        Penalty = CoefficientPenalty.Of(options.CoefficientPrior, matrices, response.Sizes, Basis, Coefficients.Count);
        Constant = designs is null ? -2 * response.LogConstant() : 0;
        Unidentified = options.CoefficientPrior is null ? FindUnidentified(products, groups, cancellationToken) : [];
    }

    /// <summary>The response.</summary>
    public GeneralizedResponse Response { get; }

    /// <summary>How it is fitted.</summary>
    public GeneralizedOptions Options { get; }

    /// <summary>The linear predictors beside the conditional one; null where there are none.</summary>
    public PredictorDesigns? Designs { get; }

    /// <summary>The random-effects terms of all linear predictors, in their order: the order of θ.</summary>
    public ImmutableArray<RandomEffectsTerm> Terms { get; }

    /// <summary>The linear predictors, the conditional one first.</summary>
    public ImmutableArray<PredictorColumns> Predictors { get; }

    /// <summary>The coefficients of all linear predictors, stacked.</summary>
    public StackedBasis Coefficients { get; }

    /// <summary>The likelihood of the rows.</summary>
    public RowLikelihood Likelihood { get; }

    /// <summary>Which fixed-effects columns of the conditional predictor are kept.</summary>
    public FixedRank Rank => Predictors[0].Rank;

    /// <summary>Terms and columns whose variance the data cannot identify; empty with a prior on the coefficients, which separates them from the fixed effects.</summary>
    public ImmutableArray<(int Term, int Column)> Unidentified { get; }

    /// <summary>The internal fixed-effects columns of the conditional predictor.</summary>
    public FixedBasis Basis => Predictors[0].Basis;

    /// <summary>The layout of the random part.</summary>
    public CovarianceLayout Layout { get; }

    /// <summary>The rows.</summary>
    public GeneralizedRows Rows { get; }

    /// <summary>The penalty that a prior adds to −2 log L; null without a prior.</summary>
    public CoefficientPenalty? Penalty { get; }

    /// <summary>−2 times the parts of log f without η.</summary>
    public double Constant { get; }

    /// <summary>Makes a workspace for the inner problem; the token cancels its solutions.</summary>
    public InnerProblem NewInner(CancellationToken cancellationToken = default) => new(Rows, Likelihood, Penalty, cancellationToken);

    /// <summary>The Laplace criterion over (β, θ).</summary>
    public JointLaplaceCriterion JointLaplace(InnerProblem inner) => new(inner, Constant, Options.Information);

    /// <summary>The Laplace criterion over θ with β profiled.</summary>
    public ProfiledLaplaceCriterion ProfiledLaplace(InnerProblem inner) => new(inner, Constant, Options.Information);

    /// <summary>Where the coefficients of all predictors and θ are in a point of the joint criterion.</summary>
    public ParameterLayout Parameters => ParameterLayout.Joint(Rows);

    /// <summary>The criterion of the fit over (β, θ). With several grouping factors quadrature has one node, so it is the Laplace approximation.</summary>
    public MarginalCriterion Joint(InnerProblem inner) => Options.Approximation == Approximation.Quadrature && Layout.Factors.Length <= 1
        ? new QuadratureCriterion(inner, Constant, Options.Information, Options.Nodes)
        : JointLaplace(inner);

    /// <summary>The criterion of the fit with a quantity held, near an optimum.</summary>
    /// <param name="quantity">The quantity.</param>
    /// <param name="beta">β̂ of the kept columns of all predictors, user units.</param>
    /// <param name="theta">θ̂, user units.</param>
    /// <param name="modes">The conditional modes there, internal; null where they do not matter.</param>
    public HeldCriterion Hold(HeldQuantity quantity, double[] beta, double[] theta, EffectsVector? modes)
    {
        double[] point = Parameters.Point(Coefficients.ToInternal(beta), Layout.ToInternal(theta));
        MarginalCriterion joint = JointAt(point, modes, out _);
        return quantity.Kind == HeldKind.Coefficient
            ? new HeldJointCoefficient(joint, Coefficients, Layout, quantity.Row, point)
            : new HeldJointCovariance(joint, Layout, quantity, point);
    }

    /// <summary>
    /// The number of nodes with which to check a quadrature at its optimum: about twice its own, or as many as are allowed. Null if the fit is not by quadrature, has one
    /// node, or is already near the limit.
    /// </summary>
    public int? NodesToCheck
    {
        get
        {
            if (Options.Approximation != Approximation.Quadrature || Options.Nodes < 2 || Layout.Factors.Length != 1)
            {
                return null;
            }

            double most = Math.Floor(Math.Pow(MaxGrid, 1.0 / Layout.Factors[0].Width) + 1e-9);
            int count = (int)Math.Min(Math.Min((2 * Options.Nodes) + 1, GaussHermite.MostNodes), most);
            return count > 1.2 * Options.Nodes ? count : null;
        }
    }

    /// <summary>
    /// The decrement to which β is profiled if the outcomes are separated. P then falls for ever, and soon afterwards the information along
    /// the separating direction is lost to rounding. A log-concave likelihood loses it as fast as P nears its bound; cauchit, with η⁻³ against η⁻¹, far sooner.
    /// </summary>
    public static double SeparatedTolerance(LikelihoodKernel kernel) => kernel.IsObservedPositive ? 1e-5 : 1e-3;

    /// <summary>
    /// The criterion at a point in the user's units, without a prior's part. Without β it is the Laplace value with β profiled (to the penalised optimum if there is a
    /// prior). With several linear predictors it is the value at the lowest conditional mode found from 0, from near the response and from given modes.
    /// </summary>
    public double ValueAt(ReadOnlySpan<double> theta, ReadOnlyMemory<double>? beta, EffectsVector? modes = null)
    {
        double[] point = Layout.ToInternal(theta);
        if (beta is not { } given)
        {
            double tight = ProfiledValueAt(point, TightTolerance);
            return double.IsFinite(tight) ? tight : ProfiledValueAt(point, SeparatedTolerance(Response.Kernel));
        }

        double[] at = Parameters.Point(Coefficients.ToInternal(given.Span), point);
        return JointAt(at, modes, out InnerProblem inner).Evaluate(at, new double[at.Length]) - inner.PriorPenalty;
    }

    /// <summary>The criterion of the fit, ready to be evaluated tightly at a point: it will begin at the lowest conditional mode there.</summary>
    /// <param name="point">The point, internal.</param>
    /// <param name="modes">Conditional modes of a fit nearby, internal; null where there are none.</param>
    /// <param name="inner">Its inner problem.</param>
    public MarginalCriterion JointAt(double[] point, EffectsVector? modes, out InnerProblem inner)
    {
        inner = NewInner();
        MarginalCriterion criterion = Joint(inner);
        criterion.InnerTolerance = TightTolerance;
        LowestMode.Begin(inner, point.AsSpan(criterion.Parameters.Beta), Layout.ToEntries(point[criterion.Parameters.Theta]), modes);
        return criterion;
    }

    private double ProfiledValueAt(double[] theta, double tolerance)
    {
        InnerProblem inner = NewInner();
        GlmStart.Set(inner);
        ProfiledLaplaceCriterion criterion = ProfiledLaplace(inner);
        criterion.InnerTolerance = tolerance;
        return criterion.Evaluate(theta, new double[criterion.Count]) - inner.PriorPenalty;
    }

    private static ImmutableArray<RandomEffectsTerm> AllTerms(ModelMatrices matrices, PredictorDesigns? designs) =>
        designs is null ? matrices.Random : [.. matrices.Random, .. designs.Others.SelectMany(d => d.Random)];

    private static CrossProductBlocks Products(ModelMatrices matrices, ImmutableArray<GroupColumns> groups, CancellationToken cancellationToken)
    {
        ModelMatrices plain = Plain(matrices);
        return CrossProductBlocks.Accumulate(plain, groups, Origins.Means(plain, groups, 0, plain.RowCount), 0, plain.RowCount, cancellationToken);
    }

    private static ModelMatrices Plain(ModelMatrices matrices) => matrices with { Response = new double[matrices.RowCount], Offset = null, Weights = null };

    private static PredictorColumns ColumnsOf(Predictor predictor, ModelMatrices matrices, CrossProductBlocks products, CancellationToken cancellationToken)
    {
        FixedRank rank = FixedRank.Decide(Plain(matrices), products, hasResidualVariance: false, cancellationToken);
        return new PredictorColumns(predictor, matrices, products, rank, new FixedBasis(products, rank));
    }

    private static IEnumerable<PredictorColumns> OtherColumns(PredictorDesigns? designs, CancellationToken cancellationToken)
    {
        for (int k = 0; designs is not null && k < designs.Others.Length; k++)
        {
            ModelMatrices other = designs.Others[k];
            yield return ColumnsOf(designs.Kernel.Predictors[k + 1], other, Products(other, [], cancellationToken), cancellationToken);
        }
    }

    /// <summary>Variances that the fixed effects of the same predictor leave unidentified.</summary>
    private ImmutableArray<(int Term, int Column)> FindUnidentified(CrossProductBlocks products, ImmutableArray<GroupColumns> groups, CancellationToken cancellationToken)
    {
        if (!Rows.HasRandom.AsSpan(1).Contains(true))
        {
            return UnidentifiedVariances.Of(products, groups, Basis, new FixedFactor(products, Basis, null), cancellationToken)?.Columns ?? [];
        }

        var result = ImmutableArray.CreateBuilder<(int Term, int Column)>();
        int first = 0;
        foreach (PredictorColumns predictor in Predictors)
        {
            ImmutableArray<GroupColumns> own = GroupColumns.Amalgamate(predictor.Matrices.Random);
            CrossProductBlocks ownProducts = Products(predictor.Matrices, own, cancellationToken);
            var basis = new FixedBasis(ownProducts, predictor.Rank);
            result.AddRange((UnidentifiedVariances.Of(ownProducts, own, basis, new FixedFactor(ownProducts, basis, null), cancellationToken)?.Columns ?? []).Select(c => (first + c.Term, c.Column)));
            first += predictor.Matrices.Random.Length;
        }

        return result.ToImmutable();
    }

    private static void RefuseQuadrature(ImmutableArray<GroupColumns> groups, GeneralizedOptions options)
    {
        if (options.Approximation != Approximation.Quadrature || groups.IsEmpty)
        {
            return;
        }

        if (groups.Length > 1 && options.Nodes > 1)
        {
            throw new ModelDataException(
                $"Quadrature integrates over one grouping factor, and the formula has {groups.Length} ({string.Join(", ", groups.Select(g => g.Group.Name))}). Use the Laplace approximation, which takes any number.");
        }

        int width = groups[0].ColumnOf.Sum(c => c.Length);
        if (Math.Pow(options.Nodes, width) > MaxGrid)
        {
            throw new ModelDataException(FormattableString.Invariant(
                $"{options.Nodes} nodes in each of {width} dimensions are {Math.Pow(options.Nodes, width):G3} points for each level. Use fewer nodes, or the Laplace approximation."));
        }
    }
}
