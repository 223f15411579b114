using System.Collections.Immutable;
using GlmmDsl.Covariance;
using GlmmDsl.Design;
using GlmmDsl.Families;
using GlmmDsl.Fitting.Columns;
using GlmmDsl.Fitting.Generalized.Criteria;
using GlmmDsl.Fitting.Generalized.Inner;
using GlmmDsl.Fitting.Generalized.Rows;
using GlmmDsl.Fitting.Generalized.Search;
using GlmmDsl.Fitting.Generalized.Separation;

namespace GlmmDsl.Fitting.Generalized;

/// <summary>Fits generalised linear mixed models (and, without random terms, generalised linear models) by maximum likelihood.</summary>
internal static class GeneralizedLinearMixedModelFitter
{
    private const double GlmTolerance = 1e-4;

    /// <summary>How often a search that ended short of an optimum is continued.</summary>
    private const int MostImprovements = 2;

    /// <summary>Fits a model.</summary>
    /// <param name="matrices">The design; its response and weights are not read.</param>
    /// <param name="response">The response.</param>
    /// <param name="options">The approximation and the information.</param>
    /// <param name="progress">Told of every evaluation.</param>
    /// <param name="cancellationToken">Checked between evaluations.</param>
    /// <exception cref="ModelDataException">The design cannot be fitted this way: quadrature with several grouping factors, a grid that is too large, or no valid start.</exception>
    public static GeneralizedSolution Fit(
        ModelMatrices matrices,
        GeneralizedResponse response,
        GeneralizedOptions options,
        IProgress<FitProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        Fit(matrices, response, PredictorDesigns.Of(matrices, response.Family, response.Link), options, null, progress, cancellationToken);

    /// <summary>Fits a model, which may have several linear predictors, from a given start of θ, user units; null for moment estimates.</summary>
    /// <param name="matrices">The design of the conditional predictor.</param>
    /// <param name="response">The response.</param>
    /// <param name="designs">The other predictors; null where there are none.</param>
    /// <param name="options">The approximation and the information.</param>
    /// <param name="start">θ to begin at.</param>
    /// <param name="progress">Told of every evaluation.</param>
    /// <param name="cancellationToken">Checked between evaluations.</param>
    /// <inheritdoc cref="Fit(ModelMatrices, GeneralizedResponse, GeneralizedOptions, IProgress{FitProgress}?, CancellationToken)"/>
    public static GeneralizedSolution Fit(
        ModelMatrices matrices,
        GeneralizedResponse response,
        PredictorDesigns? designs,
        GeneralizedOptions options,
        double[]? start,
        IProgress<FitProgress>? progress,
        CancellationToken cancellationToken)
    {
        progress?.Report(new FitProgress(FitStage.StartingValues));
        var problem = new GeneralizedProblem(matrices, response, options, designs, cancellationToken);
        if (designs is not null)
        {
            DeterminedResponse.Refuse(matrices, problem.Rank.Kept, response);
        }

        InnerProblem inner = problem.NewInner(cancellationToken);
        Begin(problem, inner);
        FixedBasis basis = problem.Basis;
        if (designs is null
            && SeparatingDirection.Find(inner, response) is { } direction
            && SeparationLimit.Along(inner.Rows, response, basis, [.. basis.Kept.Select(k => matrices.FixedColumns[k])], direction) is { } limit)
        {
            return SeparatedFit.Fit(matrices, problem, limit, progress, cancellationToken);
        }

        Fitted fitted = problem.Layout.Parameters.Length == 0 && designs is null
            ? WithoutRandomTerms(matrices, problem, inner)
            : WithRandomTerms(matrices, problem, inner, start, progress, cancellationToken);
        OptimumVerdict verdict = GeneralizedVerdict.Judge(problem.Layout, fitted.Theta, fitted.Gradient, fitted.InverseHessian).Less(problem.Unidentified);
        verdict = fitted.IsFlat ? verdict.WithUnresolved() : verdict;
        GeneralizedSolutionBuilder builder = fitted.Builder;
        double[] theta = problem.Layout.ToUser(fitted.Theta), beta = problem.Coefficients.Coefficients(fitted.Beta);
        ImmutableArray<PredictorSolution> others = builder.Others(problem, beta, fitted.Covariance, fitted.AtBoundary);
        double[,]? joint = JointCovariance.Of(fitted.InverseHessian, fitted.Theta, problem.Coefficients, problem.Layout);
        ThresholdSolution? thresholds = response.Family.HasThresholds
            ? ThresholdSolution.Of(matrices, response.Totals, beta[problem.Coefficients.Of(1)], problem.Coefficients.Covariance(fitted.Covariance), options.Approximation == Approximation.Fast ? null : joint)
            : null;
        GeneralizedResponse bound = thresholds is not null ? Bound(response, response.Family.WithThresholds([.. thresholds.Estimates], response.Link))
            : others.IsEmpty ? response
            : Bound(response, RowFamily.OfConstants(response.Family, others));
        double[] predictor = builder.LinearPredictor;
        LinearAlgebra.VectorKernels.AddConstant(-problem.Coefficients.Shift(fitted.Beta), predictor, predictor);
        return new GeneralizedSolution
        {
            Options = problem.Options,
            Problem = problem,
            Matrices = matrices,
            Criterion = fitted.Value,
            Theta = theta,
            Kept = thresholds is null ? problem.Rank.Kept : problem.Rank.Kept.RemoveAt(0),
            Aliased = problem.Rank.Aliased,
            Beta = beta[problem.Coefficients.Of(0)],
            StackedBeta = beta,
            Covariance = problem.Coefficients.Covariance(fitted.Covariance, 0),
            JointCovariance = designs is null ? joint : joint is null ? null : WithoutOthers(joint, problem),
            StackedCovariance = joint,
            ConditionalCovariance = problem.Coefficients.Covariance(fitted.ConditionalCovariance, 0),
            Others = others,
            Thresholds = thresholds,
            Response = bound,
            ConditionalModes = builder.Modes,
            ConditionalCovariances = builder.ModeCovariances,
            LinearPredictor = predictor,
            Fitted = thresholds is not null ? [.. predictor.Select(bound.Family.ResponseMean)] : designs is null ? builder.Fitted : Means(bound, others, predictor),
            FastEvaluations = fitted.FastEvaluations,
            JointEvaluations = fitted.JointEvaluations,
            Gradients = fitted.Gradients,
            GradientMaxAbs = UserUnits.Gradient(fitted.Gradient, theta, problem.Coefficients, problem.Layout).Select(Math.Abs).DefaultIfEmpty(0).Max(),
            Verdict = verdict.Verdict,
            VerdictReason = verdict.Reason,
            Vanished = verdict.Vanished,
            Unidentified = problem.Unidentified,
            Separation = null,
            Saturated = fitted.Saturated is { } flat ? problem.Coefficients.Coefficients(flat) : null,
            MoreNodes = fitted.MoreNodes,
            Failure = inner.Failure,
            InternalModes = fitted.Modes,
            CriterionAt = (at, given) => problem.ValueAt(at.Span, given, fitted.Modes),
        };
    }

    private static GeneralizedResponse Bound(GeneralizedResponse response, FamilyDefinition family) =>
        new(response.Totals, response.Sizes, family, response.Link) { Frequencies = response.Frequencies };

    /// <summary>The means of the responses: after truncation, with zero inflation.</summary>
    private static double[] Means(GeneralizedResponse response, ImmutableArray<PredictorSolution> others, double[] predictor)
    {
        var means = new double[predictor.Length];
        var etas = new double[others.Length];
        for (int i = 0; i < means.Length; i++)
        {
            for (int k = 0; k < etas.Length; k++)
            {
                etas[k] = others[k].LinearPredictor[i];
            }

            means[i] = RowFamily.Of(response.Family, others, etas).ResponseMean(response.Kernel.Mean(predictor[i]));
        }

        return means;
    }

    /// <summary>The model without random effects, at which the search begins.</summary>
    private static void Begin(GeneralizedProblem problem, InnerProblem inner)
    {
        bool solved;
        if (problem.Designs is null)
        {
            GlmStart.Set(inner);
            solved = inner.SolveProfiled(GlmTolerance);
        }
        else
        {
            JointStart.Set(inner);
            solved = inner.SolveAt([.. inner.Beta], new double[problem.Layout.Entries.Length], GlmTolerance);
        }

        if (!solved && !double.IsFinite(inner.Penalized))
        {
            throw UnsolvedProblem.Error(inner);
        }
    }

    /// <summary>The covariance of the conditional coefficients and θ̂.</summary>
    private static double[,] WithoutOthers(double[,] joint, GeneralizedProblem problem)
    {
        int p = problem.Coefficients.Of(0).End.Value, skipped = problem.Coefficients.Count - p;
        int n = joint.GetLength(0) - skipped;
        var result = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                result[i, j] = joint[i < p ? i : i + skipped, j < p ? j : j + skipped];
            }
        }

        return result;
    }

    private static Fitted WithoutRandomTerms(ModelMatrices matrices, GeneralizedProblem problem, InnerProblem inner)
    {
        inner.SolveProfiled(GeneralizedProblem.TightTolerance);
        var curvature = new WorkingCurvature(inner);
        var gradient = new double[inner.Beta.Length];
        for (int j = 0; j < gradient.Length; j++)
        {
            gradient[j] = -2 * (LinearAlgebra.VectorKernels.Dot(inner.Rows.Fixed[j], inner.Pass.Derivatives.Score[0]) - (inner.Penalty?.Slope(inner.Beta, j) ?? 0));
        }

        double[]? observed = curvature.FactorBordered(Information.Observed) ? curvature.FixedCovariance() : null;
        double[]? covariance = problem.Options.Information == Information.Observed ? observed
            : curvature.FactorBordered(Information.Expected) ? curvature.FixedCovariance() : null;
        covariance ??= NoCovariance(gradient.Length);
        double value = inner.Penalized + problem.Constant - inner.PriorPenalty;
        return new Fitted(value, inner.Beta, [], gradient, observed?.Select(v => v / 2).ToArray(), covariance, covariance)
        {
            Builder = new GeneralizedSolutionBuilder(problem.Terms, inner, null),
            Gradients = 1,
        };
    }

    private static Fitted WithRandomTerms(
        ModelMatrices matrices,
        GeneralizedProblem problem,
        InnerProblem inner,
        double[]? start,
        IProgress<FitProgress>? progress,
        CancellationToken cancellationToken)
    {
        var search = new GeneralizedSearch(problem, inner, progress, cancellationToken);
        search.Run(start);
        if (!double.IsFinite(search.Value))
        {
            throw UnsolvedProblem.Error(inner);
        }

        return AtOptimum(matrices, problem, inner, search, MostImprovements, progress, cancellationToken);
    }

    /// <summary>Collects what is known at the optimum. If the search ended short of it, it is first continued with the exact Hessian.</summary>
    private static Fitted AtOptimum(
        ModelMatrices matrices,
        GeneralizedProblem problem,
        InnerProblem inner,
        GeneralizedSearch search,
        int improvements,
        IProgress<FitProgress>? progress,
        CancellationToken cancellationToken)
    {
        bool isFast = problem.Options.Approximation == Approximation.Fast;
        int p = inner.Beta.Length;
        QuadratureCheck? moreNodes = QuadratureCheck.Of(problem, search.Criterion);
        LaplaceCriterion laplace = search.Criterion as LaplaceCriterion ?? LaplaceAt(problem, inner, search.Point);
        var builder = new GeneralizedSolutionBuilder(problem.Terms, inner, laplace.Inverse);
        EffectsVector modes = inner.Rows.NewEffects();
        modes.CopyFrom(inner.U);
        double[] beta = [.. inner.Beta];
        double value = search.Value - inner.PriorPenalty;
        double[]? conditional = problem.Designs is null && search.Curvature.FactorBordered(problem.Options.Information) ? search.Curvature.FixedCovariance() : null;

        bool[][]? saturated = problem.Designs is null ? null : SaturatedDirection.Rows(inner.Rows, inner.Pass.Derivatives.Score);

        // Last, because it leaves the optimum.
        progress?.Report(new FitProgress(FitStage.StandardErrors, search.JointEvaluations, search.Value));
        var hessian = new DifferencedHessian(search.Criterion, inner, search.Point, search.Hessian, cancellationToken);
        bool[] atBoundary = BoundaryCheck.Of(problem, search.Point, hessian.Values);
        double[]? inverse = Invert(hessian, search, problem.Layout, atBoundary, out bool isFlat);
        if (improvements > 0 && inverse is not null && GeneralizedVerdict.IsShort(search.Gradient, inverse) && search.Improve(hessian.Values))
        {
            return AtOptimum(matrices, problem, inner, search, improvements - 1, progress, cancellationToken);
        }

        conditional ??= problem.Designs is not null && hessian.Invert([.. Enumerable.Range(0, search.Point.Length).Select(i => i >= p || atBoundary[i])]) is { } given
            ? CoefficientsOf(given, search.Parameters)
            : NoCovariance(p);
        double[] covariance = inverse is null || isFast ? conditional : CoefficientsOf(inverse, search.Parameters);
        return new Fitted(value, beta, search.Point[search.Parameters.Theta], search.Gradient, inverse, covariance, conditional)
        {
            Builder = builder,
            FastEvaluations = search.FastEvaluations,
            JointEvaluations = search.JointEvaluations,
            Gradients = search.FastEvaluations + search.JointEvaluations + (2 * search.Point.Length) + 1,
            MoreNodes = moreNodes,
            AtBoundary = atBoundary,
            Saturated = saturated is null ? null : SaturatedDirection.Find(inner.Rows, search.Point, hessian.Values, atBoundary, saturated),
            Modes = modes,
            IsFlat = isFlat,
        };
    }

    /// <summary>The conditional covariances are those of the Laplace approximation, whatever the criterion.</summary>
    private static JointLaplaceCriterion LaplaceAt(GeneralizedProblem problem, InnerProblem inner, double[] point)
    {
        JointLaplaceCriterion laplace = problem.JointLaplace(inner);
        laplace.InnerTolerance = GeneralizedProblem.TightTolerance;
        laplace.Evaluate(point, new double[point.Length]);
        return laplace;
    }

    /// <summary>The inverse Hessian; if it is not positive definite, the inverse without the columns of Λ that are exactly 0.</summary>
    /// <param name="hessian">The Hessian.</param>
    /// <param name="search">The search, at its optimum.</param>
    /// <param name="layout">The layout.</param>
    /// <param name="atBoundary">The coefficients that have run to a boundary, where the criterion is flat.</param>
    /// <param name="isFlat">Whether the criterion is flat along a combination of parameters.</param>
    private static double[]? Invert(DifferencedHessian hessian, GeneralizedSearch search, CovarianceLayout layout, bool[] atBoundary, out bool isFlat)
    {
        isFlat = false;
        bool[] isFixed = [.. atBoundary];
        if (hessian.Invert(isFixed) is { } whole)
        {
            return whole;
        }

        for (int j = 0; j < layout.Parameters.Length; j++)
        {
            int at = search.Parameters.ThetaAt(j);
            isFixed[at] = search.Point[at] == 0 && layout.Parameters[j].IsEntry;
        }

        return hessian.Invert(isFixed) ?? (layout.IsIdentity ? null : hessian.InvertWhereCurved(atBoundary, out isFlat));
    }

    /// <summary>The covariance of the coefficients from that of all parameters: twice the block of the inverse Hessian.</summary>
    private static double[] CoefficientsOf(double[] inverse, ParameterLayout parameters)
    {
        int p = parameters.FixedCount;
        var result = new double[p * p];
        for (int i = 0; i < p; i++)
        {
            for (int j = 0; j < p; j++)
            {
                result[(i * p) + j] = 2 * inverse[parameters.At(i, j)];
            }
        }

        return result;
    }

    private static double[] NoCovariance(int p)
    {
        var result = new double[p * p];
        Array.Fill(result, double.NaN);
        return result;
    }

    /// <summary>The result of both ways of fitting, in internal parameters.</summary>
    private sealed record Fitted(
        double Value, double[] Beta, double[] Theta, double[] Gradient, double[]? InverseHessian, double[] Covariance, double[] ConditionalCovariance)
    {
        public required GeneralizedSolutionBuilder Builder { get; init; }

        public int FastEvaluations { get; init; }

        public int JointEvaluations { get; init; }

        public int Gradients { get; init; }

        public EffectsVector? Modes { get; init; }

        public QuadratureCheck? MoreNodes { get; init; }

        /// <summary>For each parameter, whether it is a coefficient that has run to a boundary.</summary>
        public bool[] AtBoundary { get; init; } = [];

        /// <summary>Whether the criterion is flat along a combination of covariance parameters.</summary>
        public bool IsFlat { get; init; }

        /// <summary>A direction in the coefficients along which the criterion is flat, because all rows that it moves are decided; null where there is none.</summary>
        public double[]? Saturated { get; init; }
    }
}
