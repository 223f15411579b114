using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Optimization;

/// <summary>
/// Unconstrained minimisation by a trust region whose model takes the Hessian's eigenvalues in absolute value, so that a saddle is left and an
/// approximate Hessian of the wrong sign still gives a descent direction. The approximation is used until a full step promises little; then the
/// exact Hessian is used for the last step, at whose end no derivatives are needed.
/// </summary>
internal sealed class TrustRegion
{
    /// <summary>A full step by the exact Hessian that promises less than this is not taken.</summary>
    private const double NoStep = 1e-10;

    /// <summary>
    /// Steps by the approximation; a search that is not near the optimum by then is in a valley whose floor is steeper to the approximation than it
    /// is, and goes on with exact Hessians.
    /// </summary>
    private const int Patience = 15;

    private const double SmallestRadius = 1e-9;

    /// <summary>Eigenvalues below this share of the largest are raised to it.</summary>
    private const double Floor = 1e-10;

    private readonly ISmoothCriterion criterion;
    private readonly int n;
    private readonly double[] trial;
    private readonly double[] step;
    private readonly double[] rotated;
    private readonly double[] values;
    private readonly double[] vectors;
    private readonly double[] scratch;
    private bool isAtPoint;

    /// <summary>Makes the workspace.</summary>
    public TrustRegion(ISmoothCriterion criterion)
    {
        this.criterion = criterion;
        n = criterion.Count;
        Point = new double[n];
        Gradient = new double[n];
        Hessian = new double[n * n];
        trial = new double[n];
        step = new double[n];
        rotated = new double[n];
        values = new double[n];
        vectors = new double[n * n];
        scratch = new double[n * n];
    }

    /// <summary>The best point.</summary>
    public double[] Point { get; }

    /// <summary>The gradient there.</summary>
    public double[] Gradient { get; }

    /// <summary>The Hessian there, as the criterion gives it; after a last step by the exact one, that of the point before.</summary>
    public double[] Hessian { get; }

    /// <summary>Whether <see cref="Hessian"/> is exact.</summary>
    public bool IsExact { get; private set; }

    /// <summary>The value there.</summary>
    public double Value { get; private set; }

    /// <summary>The decrease that a full step is still predicted to bring.</summary>
    public double PredictedDecrease { get; private set; }

    /// <summary>Minimises from a start until a full step promises less than the tolerance, and takes that step by the exact Hessian.</summary>
    /// <param name="start">The start.</param>
    /// <param name="radius">First radius of the region.</param>
    /// <param name="tolerance">Predicted decrease to stop at, in units of the criterion.</param>
    /// <param name="maxIterations">Most trial steps.</param>
    /// <param name="cancellationToken">Checked before every evaluation.</param>
    /// <returns>Whether the tolerance was reached, or rounding prevents coming closer.</returns>
    public bool Minimise(ReadOnlySpan<double> start, double radius, double tolerance, int maxIterations, CancellationToken cancellationToken)
    {
        start.CopyTo(Point);
        cancellationToken.ThrowIfCancellationRequested();
        Value = criterion.Evaluate(Point);
        if (!double.IsFinite(Value))
        {
            return false;
        }

        Differentiate();
        for (int iteration = 0; iteration < maxIterations; iteration++)
        {
            if ((PredictedDecrease < tolerance || iteration >= Patience) && !IsExact)
            {
                MakeExact();
            }

            if (PredictedDecrease < Math.Min(NoStep, tolerance))
            {
                return true;
            }

            double length = ChooseStep(radius);
            double predicted = Predicted();
            for (int i = 0; i < n; i++)
            {
                trial[i] = Point[i] + step[i];
            }

            criterion.Adjust(trial);
            cancellationToken.ThrowIfCancellationRequested();
            isAtPoint = false;
            double value = criterion.Evaluate(trial);
            if (double.IsNegativeInfinity(value))
            {
                trial.CopyTo(Point, 0);
                Value = value;
                return false;
            }

            double decrease = Value - value;

            // Rounding of the criterion, about as many ulps as the sums behind it collect.
            double noise = 1e-14 * (Math.Abs(Value) + 1);
            double ratio = double.IsFinite(value) ? decrease / predicted : double.NegativeInfinity;
            if (ratio > 0.75 && length > 0.9 * radius)
            {
                radius *= 3;
            }
            else if (!(ratio > 0.25))
            {
                radius = length / 4;
            }

            if (decrease > 0)
            {
                trial.CopyTo(Point, 0);
                Value = value;

                // Where the model held to the end, another step would move by its error squared.
                if (IsExact && predicted < tolerance && (ratio is > 0.8 and < 1.25 || predicted < 100 * noise))
                {
                    return true;
                }

                Differentiate();
            }
            else if (predicted < 100 * noise)
            {
                return true;
            }
            else if (radius < SmallestRadius)
            {
                return false;
            }
        }

        return false;
    }

    private void Differentiate()
    {
        criterion.Differentiate(Gradient, Hessian);
        isAtPoint = true;
        IsExact = false;
        Decompose();
    }

    private void MakeExact()
    {
        if (!isAtPoint)
        {
            // A step was rejected, so the criterion is at the trial point.
            criterion.Evaluate(Point);
            criterion.Differentiate(Gradient, Hessian);
        }

        criterion.MakeExact(Hessian);
        IsExact = true;
        Decompose();
    }

    private void Decompose()
    {
        Hessian.CopyTo(scratch, 0);
        SymmetricEigen.Decompose(scratch, values, vectors, n);
        double largest = 0;
        for (int i = 0; i < n; i++)
        {
            values[i] = Math.Abs(values[i]);
            largest = Math.Max(largest, values[i]);
        }

        PredictedDecrease = 0;
        for (int j = 0; j < n; j++)
        {
            values[j] = Math.Max(values[j], Math.Max(Floor * largest, 1e-300));
            rotated[j] = 0;
            for (int i = 0; i < n; i++)
            {
                rotated[j] += vectors[(i * n) + j] * Gradient[i];
            }

            PredictedDecrease += 0.5 * rotated[j] * rotated[j] / values[j];
        }
    }

    /// <summary>The minimiser of the model inside the radius; returns its length.</summary>
    private double ChooseStep(double radius)
    {
        double shift = 0;
        if (Length(0) > radius)
        {
            double low = 0;
            double high = 1;
            while (Length(high) > radius)
            {
                low = high;
                high *= 4;
            }

            for (int i = 0; i < 60 && high - low > 1e-3 * high; i++)
            {
                double middle = 0.5 * (low + high);
                (low, high) = Length(middle) > radius ? (middle, high) : (low, middle);
            }

            shift = high;
        }

        Array.Clear(step);
        for (int j = 0; j < n; j++)
        {
            double along = -rotated[j] / (values[j] + shift);
            for (int i = 0; i < n; i++)
            {
                step[i] += along * vectors[(i * n) + j];
            }
        }

        return Length(shift);
    }

    private double Length(double shift)
    {
        double sum = 0;
        for (int j = 0; j < n; j++)
        {
            double along = rotated[j] / (values[j] + shift);
            sum += along * along;
        }

        return Math.Sqrt(sum);
    }

    private double Predicted()
    {
        double sum = 0;
        for (int j = 0; j < n; j++)
        {
            double along = 0;
            for (int i = 0; i < n; i++)
            {
                along += vectors[(i * n) + j] * step[i];
            }

            sum -= (rotated[j] * along) + (0.5 * values[j] * along * along);
        }

        return sum;
    }
}
