using GlmmDsl.Covariance;
using GlmmDsl.Fitting.Linear.Criteria;
using GlmmDsl.LinearAlgebra;
using GlmmDsl.Optimization;

namespace GlmmDsl.Fitting.Linear.Search;

/// <summary>
/// Finds θ̂: a trust region, followed by the steps that a boundary needs. From a nearly singular Λ the search restarts at its leading low-rank factor.
/// Parameters near zero are set to exactly zero where that is not worse. At a zero column the gradient is zero whatever the data say, so the exact Hessian
/// decides, as at any other point, and a step along negative curvature leaves it. A point that is not a minimum by the exact gradient and
/// Hessian is given up for another start. <see cref="OtherMinima"/> looks for lower ones.
/// </summary>
internal sealed class CovarianceSearch(LinearCriterion criterion, CovarianceLayout layout, int maxIterations, CancellationToken cancellationToken)
{
    /// <summary>Predicted decrease at which the exact Hessian takes over for the last step.</summary>
    private const double Tolerance = 1e-5;

    private const double FirstRadius = 1;

    /// <summary>An eigenvalue of ΛΛᵀ below this share of the largest makes Λ nearly singular.</summary>
    private const double NearlySingular = 1e-5;

    /// <summary>A column of Λ below this is tested as a zero column.</summary>
    private const double NearlyZero = 1e-2;

    /// <summary>Second derivatives below this count as zero.</summary>
    private const double Flat = 1e-7;

    /// <summary>How far a point with parameters set to zero may lie above the best one; also the smallest difference that counts as lower.</summary>
    public const double NotWorse = 1e-9;

    /// <summary>Predicted decrease at which the search of a small problem stops: its estimates then have six correct digits or more.</summary>
    private const double Negligible = 1e-11;

    /// <summary>The most final steps, and the most steps off a saddle.</summary>
    private const int MaxRounds = 3;

    /// <summary>The most final steps while they still promise a decrease: near a boundary, where the curvature goes to zero too, each covers only part of the way.</summary>
    private const int MaxSteps = 20;

    private readonly TrustRegion? region = criterion.HasManyParameters ? null : new(criterion);
    private bool hasExactHessian;
    private Stationarity? stationarity;

    /// <summary>The best θ (internal).</summary>
    public double[] Theta { get; private set; } = [];

    /// <summary>The criterion there; infinite where the search ended without a residual variance.</summary>
    public double Value { get; private set; } = double.PositiveInfinity;

    /// <summary>The exact gradient at θ̂.</summary>
    public double[] Gradient { get; } = new double[criterion.Count];

    /// <summary>The exact Hessian at θ̂, row-major; in a large problem, possibly that of the point one step earlier.</summary>
    public double[] Hessian { get; } = new double[criterion.Count * criterion.Count];

    /// <summary>What the gradient and Hessian say about θ̂.</summary>
    public Stationarity Stationarity => stationarity ??= new Stationarity(Gradient, Hessian);

    /// <summary>Runs the search from a start; what an earlier run found is forgotten. Other starts follow if the point found is not a minimum, or may be one of several.</summary>
    /// <param name="start">The start, internal.</param>
    /// <param name="isThorough">Whether to look for other minima; false if the start comes from a known fit.</param>
    /// <param name="looksFar">Whether to look for them from distant starts too, in problems so small that the time does not matter.</param>
    public void Run(double[] start, bool isThorough, bool looksFar)
    {
        (Theta, Value, stationarity, hasExactHessian) = ([], double.PositiveInfinity, null, false);
        Descend(start);
        if (maxIterations < SearchOptions.DefaultMaxIterations || !double.IsFinite(Value))
        {
            return;
        }

        if (isThorough && !criterion.HasManyParameters && Stationarity.IsMinimum)
        {
            new OtherMinima(this, criterion, layout).Look(looksFar && criterion.IsSmall);
        }

        foreach (double size in (ReadOnlySpan<double>)[1, 0.3, 3])
        {
            if (!double.IsFinite(Value) || Stationarity.IsMinimum)
            {
                return;
            }

            Descend(layout.Independent((_, _) => size));
        }
    }

    /// <summary>One descent and the steps after it; the result is kept if it is lower than the best so far.</summary>
    public void Descend(double[] start)
    {
        if (Theta.Length == 0)
        {
            Theta = start;
        }

        Search(start, FirstRadius);
        for (int round = 0; round < MaxRounds && double.IsFinite(Value) && maxIterations == SearchOptions.DefaultMaxIterations; round++)
        {
            double before = Value;
            RestartFromLowRank();
            if (!(Value < before - NotWorse))
            {
                break;
            }
        }

        var pinned = new bool[Theta.Length];
        for (int round = 0; round <= MaxRounds && double.IsFinite(Value); round++)
        {
            Array.Clear(pinned);
            Snap(pinned);
            if (double.IsFinite(Value))
            {
                Finish(pinned);
            }

            if (!double.IsFinite(Value) || maxIterations < SearchOptions.DefaultMaxIterations || !StepOff())
            {
                break;
            }
        }
    }

    /// <summary>Computes derivatives at θ̂ again, after trial points have overwritten them.</summary>
    public void Restore() => Differentiate(reuse: true);

    /// <summary>What is known at θ̂: estimates and derivatives.</summary>
    public DifferentiatedPoint Found()
    {
        if (criterion.FoundAt(Theta) is { } found)
        {
            return found;
        }

        Restore();
        return criterion.FoundAt(Theta)!.Value;
    }

    private void Search(ReadOnlySpan<double> start, double radius)
    {
        if (region is null)
        {
            SearchByGradients(start);
            return;
        }

        region.Minimise(start, radius, Tolerance, maxIterations, cancellationToken);
        if (region.Value < Value)
        {
            Theta = [.. region.Point];
            Value = region.Value;
            region.Hessian.CopyTo(Hessian, 0);
            stationarity = null;
            hasExactHessian = region.IsExact;
        }
    }

    /// <summary>BFGS from the average information at the start: with hundreds of parameters, a Hessian per step would cost more than everything else.</summary>
    private void SearchByGradients(ReadOnlySpan<double> start)
    {
        var byGradients = new CriterionByGradients(criterion);
        var search = new QuasiNewton(byGradients);
        search.Minimise(start, byGradients.Curvature, refresh: false, Tolerance, maxIterations, cancellationToken);
        if (search.Value < Value)
        {
            Theta = [.. search.Point];
            Value = search.Value;
            search.Curvature.CopyTo(Hessian, 0);
            stationarity = null;
            hasExactHessian = false;
        }
    }

    /// <summary>Restarts with each nearly singular ΛΛᵀ replaced by its leading eigenvectors' part.</summary>
    private void RestartFromLowRank()
    {
        bool any = false;
        double[] start = layout.MapUnstructured(Theta, (basis, lambda) => any |= ReduceRank(lambda, basis.Width));
        if (any)
        {
            criterion.Adjust(start);
            Search(start, 0.1);
        }
    }

    /// <summary>Λ ← the triangular factor of the leading eigenvectors of ΛΛᵀ; false when Λ is well away from singular, or has one column.</summary>
    private static bool ReduceRank(double[] lambda, int k)
    {
        if (k == 1)
        {
            return false;
        }

        var square = new double[k * k];
        SmallBlocks.MultiplyByTransposed(lambda, lambda, square, k);
        var values = new double[k];
        var vectors = new double[k * k];
        SymmetricEigen.Decompose(square, values, vectors, k);
        double largest = values.Max();
        if (!(largest > 0) || values.Min() > NearlySingular * largest)
        {
            return false;
        }

        for (int j = 0; j < k; j++)
        {
            double scale = values[j] > NearlySingular * largest ? Math.Sqrt(values[j]) : 0;
            for (int i = 0; i < k; i++)
            {
                lambda[(i * k) + j] = scale * vectors[(i * k) + j];
            }
        }

        SmallBlocks.Triangularise(lambda, k);
        return true;
    }

    /// <summary>Sets small diagonals, and the entries below them if those are small too, to exactly zero where that is not worse.</summary>
    /// <param name="pinned">Receives which entries of θ were set.</param>
    private void Snap(bool[] pinned)
    {
        foreach (int at in layout.Sizes)
        {
            if (Math.Abs(Theta[at]) > NearlyZero && !IsFlat(at))
            {
                continue;
            }

            int vanishing = layout.Parameters[at].Vanishing;
            int length = Theta.AsSpan(at, vanishing).ContainsAnyExceptInRange(-NearlyZero, NearlyZero) ? 1 : vanishing;
            if (!Theta.AsSpan(at, length).ContainsAnyExcept(0.0))
            {
                pinned.AsSpan(at, length).Fill(true);
                continue;
            }

            double[] point = [.. Theta];
            point.AsSpan(at, length).Clear();
            cancellationToken.ThrowIfCancellationRequested();
            double value = criterion.Evaluate(point);
            if (value <= Value + NotWorse)
            {
                Theta = point;
                Value = value;
                pinned.AsSpan(at, length).Fill(true);
            }
        }
    }

    /// <summary>
    /// Whether the criterion does not depend on a parameter: under REML, the variance of a group whose indicators are among the fixed effects. Every
    /// value is equally good; zero claims the least.
    /// </summary>
    private bool IsFlat(int at) => !Hessian.AsSpan(at * Theta.Length, Theta.Length).ContainsAnyExceptInRange(-Flat, Flat);

    /// <summary>Computes exact derivatives at θ̂ and takes steps in the free parameters as long as they promise a decrease.</summary>
    private void Finish(bool[] pinned)
    {
        for (int step = 0; ; step++)
        {
            Differentiate(reuse: step == 0 && !pinned.Contains(true));
            Stationarity local = pinned.Contains(true) ? new Stationarity(Gradient, Hessian, pinned) : Stationarity;
            double worth = criterion.HasCostlyHessian || step >= MaxRounds ? NotWorse : Negligible;
            if (step == MaxSteps || maxIterations < SearchOptions.DefaultMaxIterations || !(local.PredictedDecrease > worth))
            {
                return;
            }

            double[] point = [.. Theta];
            VectorKernels.AddScaled(1, local.Step, point);
            cancellationToken.ThrowIfCancellationRequested();
            double value = criterion.Evaluate(point);
            if (!(value <= Value + (1e-14 * Math.Abs(Value))) || !double.IsFinite(value))
            {
                Differentiate(reuse: true);
                return;
            }

            Theta = point;
            Value = value;
            hasExactHessian = false;
        }
    }

    /// <summary>Computes the gradient and exact Hessian at θ̂; a large problem may reuse the Hessian of the last step.</summary>
    private void Differentiate(bool reuse)
    {
        cancellationToken.ThrowIfCancellationRequested();
        bool known = reuse && hasExactHessian && criterion.HasCostlyHessian;
        stationarity = null;
        criterion.DifferentiateAt(Theta, Gradient, known ? [] : Hessian);
        if (!known)
        {
            criterion.MakeExact(Hessian);
            hasExactHessian = true;
        }
    }

    /// <summary>Where the Hessian has a negative eigenvalue, follows it downhill; false where it has none or nothing lower was found.</summary>
    private bool StepOff()
    {
        Stationarity local = Stationarity;
        if (!local.IsIndefinite)
        {
            return false;
        }

        foreach (double size in (ReadOnlySpan<double>)[0.3, -0.3, 0.03, -0.03])
        {
            double[] point = [.. Theta];
            VectorKernels.AddScaled(size, local.LowestDirection, point);
            cancellationToken.ThrowIfCancellationRequested();
            if (criterion.Evaluate(point) < Value - NotWorse)
            {
                Search(point, 0.5);
                return true;
            }
        }

        Restore();
        return false;
    }
}
