namespace GlmmDsl.Covariance;

/// <summary>One term with a standard deviation or a correlation of it held: θ of the term as a function of the parameters that are free. One instance serves one thread.</summary>
/// <param name="term">The term.</param>
internal abstract class HeldTerm(TermLayout term)
{
    /// <summary>The term.</summary>
    public TermLayout Term { get; } = term;

    /// <summary>The number of free parameters, one less than the term's.</summary>
    public abstract int Count { get; }

    /// <summary>The standard deviation of the user's column for a held value of 1.</summary>
    public abstract double UnitDeviation { get; }

    /// <summary>The places among the free parameters whose zero is a variance of zero.</summary>
    public abstract IEnumerable<int> Sizes { get; }

    /// <summary>Prepares a term.</summary>
    /// <param name="term">The term.</param>
    /// <param name="row">A column of it.</param>
    /// <param name="column">Another one for their correlation; the same for its standard deviation.</param>
    public static HeldTerm Of(TermLayout term, int row, int column) =>
        term.Structure is CorrelatedCovariance structure ? new HeldParameter(term, structure, row, column) : new HeldFactor(term, row, column);

    /// <summary>The free parameters of a θ.</summary>
    /// <param name="theta">The term's θ, internal.</param>
    /// <param name="point">Receives them.</param>
    public abstract void Free(ReadOnlySpan<double> theta, Span<double> point);

    /// <summary>θ of the term; not a number where the structure does not allow the value held.</summary>
    /// <param name="point">The free parameters.</param>
    /// <param name="held">The correlation; or the standard deviation in units of σ and of <see cref="UnitDeviation"/>.</param>
    /// <param name="theta">Receives θ.</param>
    public abstract void Fill(ReadOnlySpan<double> point, double held, Span<double> theta);

    /// <summary>How θ of the term moves with the free parameters.</summary>
    /// <param name="point">The free parameters.</param>
    /// <param name="held">What is held, as <see cref="Fill"/> takes it.</param>
    /// <param name="jacobian">Receives it: a row for each free parameter.</param>
    public abstract void Differentiate(ReadOnlySpan<double> point, double held, Span<double> jacobian);

    /// <summary>The gradient in the free parameters at the point filled last.</summary>
    /// <param name="point">That point.</param>
    /// <param name="template">∂d/∂Λ, all k × k entries, row-major.</param>
    /// <param name="inTheta">∂d/∂θ of the term.</param>
    /// <param name="held">What is held.</param>
    /// <param name="gradient">Receives it.</param>
    /// <returns>Of a standard deviation, ∂d/∂ log of it.</returns>
    public abstract double Gradient(ReadOnlySpan<double> point, ReadOnlySpan<double> template, ReadOnlySpan<double> inTheta, double held, Span<double> gradient);
}
