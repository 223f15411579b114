using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Optimization;

/// <summary>
/// BFGS from a given curvature (Nocedal and Wright 2006, chapters 3, 6 and 18: backtracking, damped updates of the Hessian itself). Where the
/// curvature is not positive definite its eigenvalues are taken in absolute value. Stops on the decrease the model predicts.
/// </summary>
internal sealed class QuasiNewton
{
    private const double SufficientDecrease = 1e-4;
    private const int MaxHalvings = 40;

    /// <summary>Eigenvalues below this share of the largest are raised to it.</summary>
    private const double Floor = 1e-10;

    private readonly IDifferentiable criterion;
    private readonly int n;
    private readonly double[] trial;
    private readonly double[] trialGradient;
    private readonly double[] step;
    private readonly double[] change;
    private readonly double[] product;
    private readonly double[] factor;

    /// <summary>Makes the workspace.</summary>
    public QuasiNewton(IDifferentiable criterion)
    {
        this.criterion = criterion;
        n = criterion.Count;
        Point = new double[n];
        Gradient = new double[n];
        Curvature = new double[n * n];
        trial = new double[n];
        trialGradient = new double[n];
        step = new double[n];
        change = new double[n];
        product = new double[n];
        factor = new double[n * n];
    }

    /// <summary>The best point.</summary>
    public double[] Point { get; }

    /// <summary>The gradient there.</summary>
    public double[] Gradient { get; }

    /// <summary>The model's Hessian there, row-major.</summary>
    public double[] Curvature { get; }

    /// <summary>The value there.</summary>
    public double Value { get; private set; } = double.PositiveInfinity;

    /// <summary>Evaluations of the last minimisation.</summary>
    public int Evaluations { get; private set; }

    /// <summary>The decrease a full step is predicted to bring.</summary>
    public double PredictedDecrease { get; private set; }

    /// <summary>Whether a last step is taken after the test is met: its gain is below the tolerance, but its point is better.</summary>
    public bool TakesLastStep { get; init; }

    /// <summary>For a step, the share of it that may be taken, at most 1; null where whole steps may.</summary>
    public Func<double[], double>? Limit { get; init; }

    /// <summary>Minimises.</summary>
    /// <param name="start">The start.</param>
    /// <param name="curvature">Fills a Hessian for the point evaluated last, row-major; called at the start.</param>
    /// <param name="refresh">Whether it is computed at every point; otherwise updates carry it forward.</param>
    /// <param name="tolerance">Predicted decrease to stop at.</param>
    /// <param name="maxEvaluations">Evaluations after which to give up.</param>
    /// <param name="cancellationToken">Checked before every evaluation.</param>
    /// <returns>Whether the tolerance was reached, or rounding prevents coming closer.</returns>
    public bool Minimise(
        ReadOnlySpan<double> start, Action<double[]> curvature, bool refresh, double tolerance, int maxEvaluations, CancellationToken cancellationToken)
    {
        start.CopyTo(Point);
        Evaluations = 0;
        Value = EvaluateAt(Point, Gradient, cancellationToken);
        if (!double.IsFinite(Value))
        {
            return false;
        }

        curvature(Curvature);
        while (true)
        {
            ChooseStep();
            if (PredictedDecrease < tolerance)
            {
                if (TakesLastStep && PredictedDecrease > 0)
                {
                    Search(cancellationToken);
                }

                return true;
            }

            if (Evaluations >= maxEvaluations)
            {
                return false;
            }

            if (!Search(cancellationToken))
            {
                return PredictedDecrease < 1e-10 * (1 + Math.Abs(Value));
            }

            if (refresh)
            {
                curvature(Curvature);
            }
            else
            {
                Update();
            }
        }
    }

    private double EvaluateAt(double[] point, double[] gradient, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Evaluations++;
        double value = criterion.Evaluate(point, gradient);
        return double.IsNaN(value) ? double.PositiveInfinity : value;
    }

    /// <summary>step = −|B|⁻¹g.</summary>
    private void ChooseStep()
    {
        Curvature.CopyTo(factor, 0);
        for (int i = 0; i < n; i++)
        {
            step[i] = -Gradient[i];
        }

        if (DenseCholesky.Factor(factor, n, n))
        {
            DenseCholesky.SolveLower(factor, n, n, step);
            DenseCholesky.SolveLowerTransposed(factor, n, n, step);
        }
        else
        {
            MakePositive();
        }

        PredictedDecrease = -0.5 * VectorKernels.Dot(Gradient, step);
    }

    /// <summary>Replaces the curvature by its absolute value and solves with it.</summary>
    private void MakePositive()
    {
        var values = new double[n];
        var vectors = new double[n * n];
        SymmetricEigen.Decompose([.. Curvature], values, vectors, n);
        double largest = 0;
        foreach (double value in values)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        Array.Clear(Curvature);
        Array.Clear(step);
        for (int j = 0; j < n; j++)
        {
            double value = Math.Max(Math.Abs(values[j]), Math.Max(Floor * largest, 1e-300));
            double along = 0;
            for (int i = 0; i < n; i++)
            {
                along -= vectors[(i * n) + j] * Gradient[i];
            }

            for (int i = 0; i < n; i++)
            {
                step[i] += along / value * vectors[(i * n) + j];
                for (int l = 0; l < n; l++)
                {
                    Curvature[(i * n) + l] += value * vectors[(i * n) + j] * vectors[(l * n) + j];
                }
            }
        }
    }

    /// <summary>Shortens the step until the value falls enough, and moves there; <see cref="change"/> receives the change of the gradient.</summary>
    private bool Search(CancellationToken cancellationToken)
    {
        double slope = VectorKernels.Dot(Gradient, step);
        double noise = 1e-13 * (1 + Math.Abs(Value));
        double length = Limit?.Invoke(step) ?? 1;
        for (int halving = 0; halving < MaxHalvings; halving++)
        {
            for (int i = 0; i < n; i++)
            {
                trial[i] = Point[i] + (length * step[i]);
            }

            double value = EvaluateAt(trial, trialGradient, cancellationToken);
            if (value <= Value + (SufficientDecrease * length * slope) + noise)
            {
                for (int i = 0; i < n; i++)
                {
                    step[i] = trial[i] - Point[i];
                    change[i] = trialGradient[i] - Gradient[i];
                    Point[i] = trial[i];
                    Gradient[i] = trialGradient[i];
                }

                Value = value;
                return true;
            }

            if (-slope * length < 100 * noise)
            {
                return false;
            }

            // The parabola through both values and the slope, kept within a tenth and a half.
            double parabola = -0.5 * slope * length * length / (value - Value - (slope * length));
            length = double.IsFinite(parabola) ? Math.Clamp(parabola, 0.1 * length, 0.5 * length) : 0.1 * length;
        }

        return false;
    }

    /// <summary>B ← B − (Bs)(Bs)ᵀ/sᵀBs + yyᵀ/sᵀy, with Powell's damping of y where sᵀy is small.</summary>
    private void Update()
    {
        double curved = 0;
        for (int i = 0; i < n; i++)
        {
            product[i] = VectorKernels.Dot(Curvature.AsSpan(i * n, n), step);
            curved += product[i] * step[i];
        }

        double secant = VectorKernels.Dot(step, change);
        if (!(curved > 0))
        {
            return;
        }

        if (secant < 0.1 * curved)
        {
            double share = 0.9 * curved / (curved - secant);
            for (int i = 0; i < n; i++)
            {
                change[i] = (share * change[i]) + ((1 - share) * product[i]);
            }

            secant = VectorKernels.Dot(step, change);
        }

        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                Curvature[(i * n) + j] += (change[i] * change[j] / secant) - (product[i] * product[j] / curved);
            }
        }
    }
}
