using GlmmDsl.Fitting.Linear.Criteria;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Linear.Search;

/// <summary>
/// What the gradient and Hessian say about a point: how far the criterion can still fall, and whether it curves downwards. θ is for columns of mean
/// square 1 and relative to σ, so one unit of θ is a large change in any model, and the bounds here do not depend on the scale of the data.
/// </summary>
internal sealed class Stationarity
{
    /// <summary>A point with a larger predicted decrease is not an optimum.</summary>
    private const double LargestDecrease = 1e-5;

    /// <summary>An eigenvalue below minus the first, and below minus the second times the largest, is negative beyond rounding.</summary>
    private const double Curvature = 1e-4, Rounding = 1e-7;

    /// <summary>Eigenvalues are raised to this share of the largest, so that rounding does not cause a long step along a flat direction.</summary>
    private const double Floor = 1e-10;

    /// <summary>A decrease of at most this many times the rounding of the criterion counts as zero.</summary>
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
    /// The same for many parameters by a Cholesky factor, since eigenvalues would take minutes. Either H, with the allowance for rounding added to its diagonal,
    /// is positive definite, or the pivot that fails gives a direction of negative curvature.
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

        // No step: the search goes along the direction of negative curvature instead.
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

    /// <summary>½gᵀ|H|⁻¹g: the decrease that a full step promises, in units of the criterion.</summary>
    public double PredictedDecrease { get; }

    /// <summary>−|H|⁻¹g.</summary>
    public double[] Step { get; }

    /// <summary>The lowest eigenvalue.</summary>
    public double LowestCurvature { get; }

    /// <summary>Its eigenvector.</summary>
    public double[] LowestDirection { get; }

    /// <summary>Whether the Hessian has a negative eigenvalue beyond rounding: a saddle, or a variance of zero that the data speak against.</summary>
    public bool IsIndefinite { get; }

    /// <summary>Whether the step promises a larger decrease than a minimum may have.</summary>
    /// <param name="rounding">How much rounding can have moved the criterion.</param>
    public bool CanFall(double rounding = 0) => !(PredictedDecrease < Math.Max(LargestDecrease, TimesRounding * rounding));

    /// <summary>Whether this is a minimum, inner or on the boundary.</summary>
    public bool IsMinimum => !CanFall() && !IsIndefinite;
}
