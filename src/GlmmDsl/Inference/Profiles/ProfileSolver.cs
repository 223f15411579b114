using GlmmDsl.Fitting;
using GlmmDsl.Optimization;

namespace GlmmDsl.Inference.Profiles;

/// <summary>Finds points of one parameter's profile: holds it and minimises over all others, from what is known of points nearby. One instance serves one thread.</summary>
/// <param name="criterion">The criterion with the parameter held.</param>
/// <param name="estimate">The estimate.</param>
/// <param name="most">A deviance that no point exceeds: of a correlation that of the models without one of its variances, which leave it open; else ∞.</param>
/// <param name="cancellationToken">Checked before every evaluation.</param>
internal sealed class ProfileSolver(HeldCriterion criterion, double estimate, double most, CancellationToken cancellationToken)
{
    /// <summary>The decrease that a search at a point may leave: ζ then has nine digits or more. At the estimate it leaves less, for it is the level of all others.</summary>
    private const double Tolerance = 1e-10, CentreTolerance = 1e-11;

    /// <summary>The points that predict another: a cubic, whose error a stride away is a hundredth of a line's.</summary>
    private const int Neighbours = 4;

    private const int MostEvaluations = 400;
    private const double DifferenceStep = 1e-4;

    private readonly QuasiNewton search = new(criterion);

    /// <summary>The estimate, where every profile begins.</summary>
    /// <exception cref="InvalidOperationException">The criterion has no value there.</exception>
    public SolvedPoint AtEstimate()
    {
        SolvedPoint solved = Solve(estimate, criterion.Start(), null, CentreTolerance);
        return double.IsFinite(solved.Deviance)
            ? solved
            : throw new InvalidOperationException("The criterion has no value at the estimates, so that there is no profile of it.");
    }

    /// <summary>The point of the profile at a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="known">Points that are known, in any order; those nearest give the start.</param>
    public SolvedPoint At(double value, IReadOnlyList<SolvedPoint> known)
    {
        SolvedPoint[] near = [.. known.OrderBy(p => Math.Abs(p.Value - value)).DistinctBy(p => p.Value).Take(Neighbours)];
        SolvedPoint nearest = near[0];
        double[] start = Predict(near, value);
        SolvedPoint solved = Solve(value, start, nearest.Curvature);
        return double.IsFinite(solved.Deviance) ? solved : Fresh(value);
    }

    /// <summary>The point of the profile at a value, from the estimates of the others: it finds another valley where the walk followed one that is no longer the lowest.</summary>
    /// <param name="value">The value.</param>
    /// <param name="curvature">What is known of the curvature at the estimates; null to take it by differences.</param>
    public SolvedPoint Fresh(double value, double[]? curvature = null) => Solve(value, criterion.Start(), curvature);

    /// <summary>
    /// The other parameters at a value, by the polynomial through the points nearest to it (Neville); by the line through two of them where the polynomial goes farther from the
    /// nearest point than twice what the line does, as it does where the points are not on one smooth curve.
    /// </summary>
    private static double[] Predict(SolvedPoint[] near, double value)
    {
        int n = near[0].Others.Length;
        var start = new double[n];
        Span<double> values = stackalloc double[near.Length];
        for (int i = 0; i < n; i++)
        {
            double line = 0;
            for (int k = 0; k < near.Length; k++)
            {
                values[k] = near[k].Others[i];
            }

            for (int order = 1; order < near.Length; order++)
            {
                for (int k = 0; k < near.Length - order; k++)
                {
                    double first = near[k].Value, last = near[k + order].Value;
                    values[k] = (((value - last) * values[k]) + ((first - value) * values[k + 1])) / (first - last);
                }

                line = order == 1 ? values[0] : line;
            }

            double moved = line - near[0].Others[i];
            start[i] = near.Length < 3 || Math.Abs(values[0] - line) <= Math.Abs(moved) ? values[0] : line;
        }

        return start;
    }

    private SolvedPoint Solve(double value, double[] start, double[]? curvature, double tolerance = Tolerance)
    {
        criterion.Hold(value);
        criterion.Adjust(start);
        search.Minimise(start, c => Curvature(start, curvature, c), refresh: false, tolerance, MostEvaluations, cancellationToken);
        return new SolvedPoint(value, Math.Min(search.Value, most), [.. search.Point], [.. search.Curvature]);
    }

    private void Curvature(double[] point, double[]? known, double[] target)
    {
        if (known is not null)
        {
            known.CopyTo(target, 0);
            return;
        }

        int n = point.Length;
        double[] moved = [.. point];
        double[] up = new double[n], down = new double[n];
        for (int j = 0; j < n; j++)
        {
            double step = DifferenceStep * Math.Max(1, Math.Abs(point[j]));
            moved[j] = point[j] + step;
            criterion.Evaluate(moved, up);
            moved[j] = point[j] - step;
            criterion.Evaluate(moved, down);
            moved[j] = point[j];
            for (int i = 0; i < n; i++)
            {
                target[(i * n) + j] = (up[i] - down[i]) / (2 * step);
            }
        }

        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < i; j++)
            {
                double mean = 0.5 * (target[(i * n) + j] + target[(j * n) + i]);
                (target[(i * n) + j], target[(j * n) + i]) = (mean, mean);
            }
        }
    }
}
