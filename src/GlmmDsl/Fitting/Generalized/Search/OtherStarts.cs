using GlmmDsl.Covariance;
using GlmmDsl.Fitting.Generalized.Criteria;
using GlmmDsl.Fitting.Generalized.Inner;
using GlmmDsl.Fitting.Generalized.Rows;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Generalized.Search;

/// <summary>Searches again from other starts, where points of the kind found are often not the lowest minimum. Each keeps the lower point.</summary>
/// <param name="inner">The inner problem.</param>
/// <param name="descent">The best point so far.</param>
/// <param name="first">The first stage.</param>
/// <param name="isFast">Whether β is profiled, so that there is no joint stage.</param>
/// <param name="hasSeveralPredictors">Whether the family has a dispersion or other predictors: then random effects may be in units of the response.</param>
/// <param name="cancellationToken">Checked between evaluations.</param>
internal sealed class OtherStarts(InnerProblem inner, Descent descent, FirstStage first, bool isFast, bool hasSeveralPredictors, CancellationToken cancellationToken)
{
    /// <summary>A standard deviation of η above this is suspicious: means of levels would range from 0 to 1, or over four orders of magnitude.</summary>
    private const double Huge = 10;

    /// <summary>A standard deviation of η above this is large: if the outcomes are almost separated, the minimum may be much farther out.</summary>
    private const double Large = 2;

    /// <summary>How far, as a multiple of the point found, the criterion is looked at beyond it, and how far it may rise before that ends.</summary>
    private const double Farthest = 16, Hill = 10;

    /// <summary>A small start, as a share of the standard deviation at which a level is shrunk by half.</summary>
    private const double Small = 0.1;

    /// <summary>The least decrease by which a fast stage from another start shows that it found another minimum and not the same one loosely.</summary>
    private const double Lower = 0.02;

    /// <summary>Predictors from which to search again where one has run to a boundary.</summary>
    private static readonly double[] Middles = [-1, 1];

    /// <summary>Angles of correlations at which to begin again.</summary>
    private static readonly double[] Angles = [-0.8, 0.8];

    /// <summary>Standard deviations from which to search for those of other predictors.</summary>
    private static readonly double[] Sizes = [0.1, 0.5];

    private readonly GeneralizedRows rows = inner.Rows;

    private ParameterLayout Parameters => descent.Parameters;

    /// <summary>Starts again with all of θ away from the boundary; in structures with correlations of their own also with these on either side of zero, for each side may have a minimum.</summary>
    public void LeaveSingular()
    {
        double[] found = [.. descent.Point];
        if (!rows.Layout.IsIdentity)
        {
            foreach (double angle in Angles)
            {
                double[] moved = [.. found];
                CovarianceParameter[] all = rows.Layout.Parameters;
                for (int j = 0; j < all.Length; j++)
                {
                    int at = Parameters.ThetaAt(j);
                    moved[at] = all[j].IsSize ? Math.Max(Math.Abs(moved[at]), descent.Scales[j]) : all[j].IsEntry ? 0 : all[j].Row == all[j].Column + 1 ? angle : 0;
                }

                inner.Restart();
                Descend(moved);
            }
        }

        double[] start = [.. found];
        CovarianceParameter[] parameters = rows.Layout.Parameters;
        for (int j = 0; j < parameters.Length; j++)
        {
            int at = Parameters.ThetaAt(j);
            start[at] = parameters[j].IsSize ? Math.Max(Math.Abs(start[at]), descent.Scales[j]) : parameters[j].IsEntry ? 0 : start[at];
        }

        inner.Restart();
        Descend(start);
    }

    /// <summary>
    /// Descends from other starts if there is often a lower minimum than a point of the kind found: with an enormous variance; with a variance hardly distinguishable
    /// from zero, where the minimum may be at a perfect correlation; with links whose mode may lie on either side of a pole.
    /// </summary>
    public void LookElsewhere()
    {
        bool isSplit = inner.Pole is not null && rows.Layout.Parameters.Any(p => p.Row > p.Column);
        bool isHuge = !hasSeveralPredictors && rows.Layout.Sizes.Any(j => Math.Abs(descent.Point[Parameters.ThetaAt(j)]) > Huge);
        if (isSplit || isHuge)
        {
            FromTheta(Theta((p, j) => p.IsSize ? descent.Scales[j] : 0), isCertain: isHuge);
        }

        if (isSplit)
        {
            FromTheta(Theta((p, j) => p.IsSize ? Small * descent.Scales[j] : 0), isCertain: false);
        }

        if (isSplit || HasUncertainColumn())
        {
            double[] theta = descent.Point[Parameters.Theta];
            FromTheta(Theta((p, j) => Correlated(theta, p, j)), isCertain: false);
        }
    }

    /// <summary>
    /// Outcomes that are almost separated can make a second minimum, with coefficients and standard deviations several times as large. Follows the criterion outwards, all
    /// of them growing alike, and descends from where it falls again.
    /// </summary>
    public void LookFarther()
    {
        if (hasSeveralPredictors || !rows.Layout.Sizes.Any(j => Math.Abs(descent.Point[Parameters.ThetaAt(j)]) > Large))
        {
            return;
        }

        double[] found = [.. descent.Point];
        double before = descent.Value, last = descent.Value;
        var gradient = new double[found.Length];
        for (double scale = 2; scale <= Farthest && last < before + Hill; scale *= 2)
        {
            double[] farther = Scaled(found, scale);
            cancellationToken.ThrowIfCancellationRequested();
            double value = descent.Counted.Evaluate(farther, gradient);
            if (value < last)
            {
                Descend(farther);
                break;
            }

            last = value;
        }
    }

    /// <summary>
    /// Starts again where a predictor beside the conditional one has run off in some rows, with that predictor in the middle of its range and its random effects of moderate size: a mixture's likelihood
    /// often rises to both sides of such a middle.
    /// </summary>
    public void LeaveBoundaries()
    {
        for (int k = 1; k < rows.PredictorCount && hasSeveralPredictors; k++)
        {
            if (!BoundaryCheck.IsFarSomewhere(rows, descent.Point, k))
            {
                continue;
            }

            double[] found = descent.Point;
            foreach (double middle in Middles)
            {
                double[] start = BoundaryCheck.WithConstant(rows, found, k, middle);
                CovarianceParameter[] parameters = rows.Layout.Parameters;
                for (int j = 0; j < parameters.Length; j++)
                {
                    if (parameters[j].IsEntry && rows.Groups[parameters[j].Factor].Predictors[parameters[j].Row] == k)
                    {
                        start[Parameters.ThetaAt(j)] = parameters[j].IsSize ? Math.Min(descent.Scales[j], 1) : 0;
                    }
                }

                inner.Restart();
                Descend(start);
            }
        }
    }

    /// <summary>
    /// If no minimum was found, begins at the model whose other predictors have no random terms: there the conditional modes are easily found. From its minimum the standard deviations of those terms are
    /// raised a little, and then more.
    /// </summary>
    public void FromSimpler()
    {
        if (descent.Converged || !hasSeveralPredictors || !rows.HasRandom.AsSpan(1).Contains(true))
        {
            return;
        }

        inner.BeginAnew();
        var simpler = descent.Fresh();
        simpler.From(Parameters.Point(inner.StartingBeta, Theta((p, j) => IsConditional(p) && p.IsSize ? descent.Scales[j] : 0)));
        double[] start = double.IsFinite(simpler.Value) ? simpler.Point : Parameters.Point(inner.StartingBeta, Theta((p, j) => IsConditional(p) && p.IsSize ? descent.Scales[j] : 0));
        foreach (double size in Sizes)
        {
            double[] raised = [.. start];
            for (int j = 0; j < rows.Layout.Parameters.Length; j++)
            {
                CovarianceParameter parameter = rows.Layout.Parameters[j];
                if (!IsConditional(parameter) && parameter.IsSize)
                {
                    raised[Parameters.ThetaAt(j)] = size;
                }
            }

            inner.Restart();
            Descend(raised);
        }

        if (!descent.Converged)
        {
            descent.From(start);
        }
    }

    private bool IsConditional(CovarianceParameter parameter) => rows.Groups[parameter.Factor].Predictors[parameter.Row] == 0;

    private void Descend(double[] start)
    {
        double[] before = descent.Point;
        descent.From(start);
        if (!ReferenceEquals(descent.Point, before))
        {
            descent.Snap();
        }
    }

    /// <summary>A point with coefficients and standard deviations multiplied and correlations kept.</summary>
    private double[] Scaled(double[] point, double scale)
    {
        double[] result = [.. point];
        VectorKernels.Scale(scale, point[Parameters.Beta], result.AsSpan(Parameters.Beta));
        CovarianceParameter[] parameters = rows.Layout.Parameters;
        for (int j = 0; j < parameters.Length; j++)
        {
            result[Parameters.ThetaAt(j)] *= parameters[j].IsEntry ? scale : 1;
        }

        return result;
    }

    /// <summary>The columns after the first vary with it, with the opposite sign from the point found, and little on their own.</summary>
    private double Correlated(double[] theta, CovarianceParameter parameter, int j) =>
        parameter.Row > parameter.Column ? (theta[j] < 0 ? 0.5 : -0.5) * descent.Scales[j]
        : parameter.Column == 0 ? Math.Max(Math.Abs(theta[j]), Small * descent.Scales[j])
        : 0.5 * Small * descent.Scales[j];

    private double[] Theta(Func<CovarianceParameter, int, double> value) => [.. rows.Layout.Parameters.Select(value)];

    /// <summary>Whether a column that could be correlated with another has a standard deviation of less than two of its standard errors.</summary>
    private bool HasUncertainColumn() => rows.Layout.Sizes.Any(j =>
    {
        int at = Parameters.ThetaAt(j);
        double[] point = descent.Point;
        return rows.Layout.Parameters[j].Column > 0 && point[at] != 0
            && rows.Layout.Parameters.Any(p => p.Factor == rows.Layout.Parameters[j].Factor && p.Row == rows.Layout.Parameters[j].Row && p.Row > p.Column)
            && 0.5 * point[at] * point[at] * descent.Hessian[(at * point.Length) + at] < 4;
    });

    /// <summary>Descends from another θ, with β from its usual start.</summary>
    /// <param name="theta">θ.</param>
    /// <param name="isCertain">Whether the joint stage always runs; otherwise only if the fast stage ends lower than the best point by more than its tolerance.</param>
    private void FromTheta(double[] theta, bool isCertain)
    {
        inner.BeginAnew();
        if (isFast)
        {
            Descend(theta);
            return;
        }

        double here = first.ValueAt(descent.Point, Parameters);
        inner.BeginAnew();
        double[] loose = first.Run(theta);
        if (isCertain || !descent.Converged || !double.IsFinite(here) || first.Value < here - Lower)
        {
            Descend(loose);
        }
    }
}
