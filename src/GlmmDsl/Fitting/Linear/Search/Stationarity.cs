using GlmmDsl.Fitting.Linear.Criteria;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Linear.Search;

/// <summary>
/// What gradient and Hessian say of a point: how far the criterion can still fall, and whether it curves downwards. θ is about columns of mean
/// square 1 and relative to σ, so that one unit of it is a large change in any model: the bounds need no scale of the data.
/// </summary>
internal sealed class Stationarity
{
    /// <summary>Predicted decrease beyond which a point is no optimum.</summary>
    private const double LargestDecrease = 1e-5;

    /// <summary>An eigenvalue below minus this, and below this share of the largest, is negative beyond rounding.</summary>
    private const double Curvature = 1e-4, Rounding = 1e-7;

    /// <summary>Eigenvalues are raised to this share of the largest: along flat directions rounding must not look like a long step.</summary>
    private const double Floor = 1e-10;

    /// <summary>A decrease within this many times the rounding of the criterion is none.</summary>
    private const double TimesRounding = 100;

    /// <summary>Judges a point.</summary>
    /// <param name="gradient">The gradient.</param>
    /// <param name="hessian">The Hessian, row-major.</param>
    /// <param name="pinned">Entries that are held; null for none.</param>
    public Stationarity(double[] gradient, double[] hessian, bool[]? pinned = null)
    {
        int n = gradient.Length;
        var block = new double[n * n];
        for (int i = 0; i < n * n; i++)
        {
            bool held = pinned is not null && (pinned[i / n] || pinned[i % n]);
            block[i] = held ? (i / n == i % n ? 1 : 0) : hessian[i];
        }

        Step = new double[n];
        LowestDirection = new double[n];
        if (n > LinearEvaluation.ManyParameters)
        {
            var own = new double[n];
            for (int i = 0; i < n; i++)
            {
                own[i] = pinned is not null && pinned[i] ? 0 : gradient[i];
            }

            (PredictedDecrease, LowestCurvature, IsIndefinite) = ByFactor(own, block);
            return;
        }

        var values = new double[n];
        var vectors = new double[n * n];
        SymmetricEigen.Decompose(block, values, vectors, n);
        double largest = 0;
        int lowest = 0;
        for (int j = 0; j < n; j++)
        {
            largest = Math.Max(largest, Math.Abs(values[j]));
            lowest = values[j] < values[lowest] ? j : lowest;
        }

        for (int j = 0; j < n; j++)
        {
            double along = 0;
            for (int i = 0; i < n; i++)
            {
                along += pinned is not null && pinned[i] ? 0 : vectors[(i * n) + j] * gradient[i];
            }

            double curvature = Math.Max(Math.Abs(values[j]), Floor * largest);
            PredictedDecrease += along == 0 ? 0 : 0.5 * along * along / curvature;
            for (int i = 0; i < n && along != 0; i++)
            {
                Step[i] -= vectors[(i * n) + j] * along / curvature;
            }

            LowestDirection[j] = vectors[(j * n) + lowest];
        }

        LowestCurvature = n == 0 ? 0 : values[lowest];
        IsIndefinite = LowestCurvature < -Math.Max(Curvature, Rounding * largest);
    }

    /// <summary>
    /// The same of many parameters by a Cholesky factor, where eigenvalues would take minutes: H, with as much added to its diagonal as counts for
    /// rounding, is positive definite, or the pivot that fails shows a direction along which it is not.
    /// </summary>
    private (double Decrease, double Curvature, bool IsIndefinite) ByFactor(double[] gradient, double[] hessian)
    {
        int n = gradient.Length;
        double largest = 0;
        for (int i = 0; i < n; i++)
        {
            largest = Math.Max(largest, Math.Abs(hessian[(i * n) + i]));
        }

        var factor = new double[n * n];
        foreach (double shift in (ReadOnlySpan<double>)[Floor * largest, Math.Max(Curvature, Rounding * largest)])
        {
            hessian.CopyTo(factor, 0);
            for (int i = 0; i < n; i++)
            {
                factor[(i * n) + i] += shift;
            }

            if (DenseCholesky.Factor(factor, n, n))
            {
                for (int i = 0; i < n; i++)
                {
                    Step[i] = -gradient[i];
                }

                DenseCholesky.SolveLower(factor, n, n, Step);
                DenseCholesky.SolveLowerTransposed(factor, n, n, Step);
                return (-0.5 * VectorKernels.Dot(gradient, Step), -shift, false);
            }
        }

        // No step: what follows goes along the direction of negative curvature.
        return (0, Downwards(hessian, largest), true);
    }

    /// <summary>The direction of the first pivot that is not positive: (−A⁻¹a, 1, 0, ..), A the part before it; returns the curvature along it.</summary>
    private double Downwards(double[] hessian, double largest)
    {
        int n = Step.Length;
        double shift = Math.Max(Curvature, Rounding * largest);
        var row = new double[n];
        var factor = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            hessian.AsSpan(i * n, i).CopyTo(row);
            DenseCholesky.SolveLower(factor, n, i, row.AsSpan(0, i));
            double pivot = hessian[(i * n) + i] + shift - VectorKernels.Dot(row.AsSpan(0, i), row.AsSpan(0, i));
            if (!(pivot > 0))
            {
                DenseCholesky.SolveLowerTransposed(factor, n, i, row.AsSpan(0, i));
                for (int j = 0; j < i; j++)
                {
                    LowestDirection[j] = -row[j];
                }

                LowestDirection[i] = 1;
                double square = VectorKernels.Dot(LowestDirection, LowestDirection);
                VectorKernels.Scale(1 / Math.Sqrt(square), LowestDirection, LowestDirection);
                return (pivot / square) - shift;
            }

            row.AsSpan(0, i).CopyTo(factor.AsSpan(i * n));
            factor[(i * n) + i] = Math.Sqrt(pivot);
        }

        return -shift;
    }

    /// <summary>½gᵀ|H|⁻¹g: what a full step promises, in units of the criterion.</summary>
    public double PredictedDecrease { get; }

    /// <summary>−|H|⁻¹g.</summary>
    public double[] Step { get; }

    /// <summary>The lowest eigenvalue.</summary>
    public double LowestCurvature { get; }

    /// <summary>Its eigenvector.</summary>
    public double[] LowestDirection { get; }

    /// <summary>Whether the Hessian has a negative eigenvalue beyond rounding: a saddle, or a zero variance that the data do not want.</summary>
    public bool IsIndefinite { get; }

    /// <summary>Whether the step promises more than a minimum allows.</summary>
    /// <param name="rounding">What rounding can have moved the criterion by.</param>
    public bool CanFall(double rounding = 0) => !(PredictedDecrease < Math.Max(LargestDecrease, TimesRounding * rounding));

    /// <summary>Whether this is a minimum, inner or on the boundary.</summary>
    public bool IsMinimum => !CanFall() && !IsIndefinite;
}
