using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Generalized.Inner;

/// <summary>The coefficients in the iterations of an inner problem: given ones stay where they are, profiled ones are solved for together with u.</summary>
internal abstract class InnerCoefficients
{
    /// <summary>Whether β is solved for, so that the pass over the rows and the factor are bordered by X.</summary>
    public abstract bool AreProfiled { get; }

    /// <summary>Puts β back to its start, if it is solved for.</summary>
    /// <returns>Whether β may have changed.</returns>
    public abstract bool Restart();

    /// <summary>Remembers β, for steps from here and for <see cref="Restore"/>.</summary>
    public abstract void Remember();

    /// <summary>Puts β back to where it was remembered.</summary>
    /// <returns>Whether β may have changed.</returns>
    public abstract bool Restore();

    /// <summary>Puts the gradient in β in place of the step, as the right-hand side of the system that gives the step.</summary>
    public abstract void SetGradient();

    /// <summary>The part of β in the decrement g·δ.</summary>
    public abstract double Decrement();

    /// <summary>Moves β from where it was remembered along the step.</summary>
    /// <param name="length">The length, 1 for the whole step.</param>
    /// <returns>Whether β may have changed.</returns>
    public abstract bool Move(double length);
}

/// <summary>Coefficients that a caller gives.</summary>
internal sealed class GivenCoefficients : InnerCoefficients
{
    /// <inheritdoc/>
    public override bool AreProfiled => false;

    /// <inheritdoc/>
    public override bool Restart() => false;

    /// <inheritdoc/>
    public override void Remember()
    {
    }

    /// <inheritdoc/>
    public override bool Restore() => false;

    /// <inheritdoc/>
    public override void SetGradient()
    {
    }

    /// <inheritdoc/>
    public override double Decrement() => 0;

    /// <inheritdoc/>
    public override bool Move(double length) => false;
}

/// <summary>Coefficients that the inner problem solves for.</summary>
internal sealed class ProfiledCoefficients(InnerProblem inner) : InnerCoefficients
{
    private readonly double[] gradient = new double[inner.Beta.Length];
    private readonly double[] remembered = new double[inner.Beta.Length];

    /// <summary>The start of β if P may have several minima, or if a start was a bad one.</summary>
    public double[] Start { get; } = new double[inner.Beta.Length];

    /// <summary>The Newton step in β.</summary>
    public double[] Step { get; } = new double[inner.Beta.Length];

    /// <inheritdoc/>
    public override bool AreProfiled => true;

    /// <inheritdoc/>
    public override bool Restart() => Set(Start);

    /// <inheritdoc/>
    public override void Remember() => inner.Beta.CopyTo(remembered, 0);

    /// <inheritdoc/>
    public override bool Restore() => Set(remembered);

    /// <inheritdoc/>
    /// <remarks>Xᵀs − Kβ.</remarks>
    public override void SetGradient()
    {
        for (int j = 0; j < gradient.Length; j++)
        {
            gradient[j] = inner.Pass.FixedScores[j] - (inner.Penalty?.Slope(inner.Beta, j) ?? 0);
        }

        gradient.CopyTo(Step, 0);
    }

    /// <inheritdoc/>
    public override double Decrement() => VectorKernels.Dot(gradient, Step);

    /// <inheritdoc/>
    public override bool Move(double length)
    {
        for (int j = 0; j < Step.Length; j++)
        {
            inner.Beta[j] = remembered[j] + (length * Step[j]);
        }

        return true;
    }

    private bool Set(double[] beta)
    {
        beta.CopyTo(inner.Beta, 0);
        return true;
    }
}
