namespace GlmmDsl.Covariance;

/// <summary>
/// A standard deviation or correlation held in a structure that has a parameter for it: that parameter follows from the value held and, for a correlation at a
/// distance of two or more in order, from the parameters of shorter distances.
/// </summary>
internal sealed class HeldParameter : HeldTerm
{
    /// <summary>A slope below this is that of an angle at the end of its range.</summary>
    private const double AtEnd = 1e-9;

    private readonly CorrelatedCovariance structure;
    private readonly int at;
    private readonly double[] theta;
    private readonly double[] slopes;

    /// <summary>Prepares a term.</summary>
    /// <param name="term">The term.</param>
    /// <param name="structure">Its structure.</param>
    /// <param name="row">A column of it.</param>
    /// <param name="column">Another one for their correlation; the same for its standard deviation.</param>
    public HeldParameter(TermLayout term, CorrelatedCovariance structure, int row, int column)
        : base(term)
    {
        this.structure = structure;
        at = structure.ParameterOf(row, column);
        theta = new double[structure.Count];
        slopes = new double[structure.Count];
    }

    /// <inheritdoc/>
    public override int Count => structure.Count - 1;

    /// <inheritdoc/>
    public override double UnitDeviation => 1;

    /// <inheritdoc/>
    public override IEnumerable<int> Sizes => Enumerable.Range(0, Count).Where(i => structure.Parameters[i < at ? i : i + 1].Vanishing > 0);

    /// <inheritdoc/>
    public override void Free(ReadOnlySpan<double> theta, Span<double> point)
    {
        theta[..at].CopyTo(point);
        theta[(at + 1)..].CopyTo(point[at..]);
    }

    /// <inheritdoc/>
    public override void Fill(ReadOnlySpan<double> point, double held, Span<double> theta)
    {
        point[..at].CopyTo(theta);
        theta[at] = 0;
        point[at..].CopyTo(theta[(at + 1)..]);
        theta[at] = structure.Solve(theta, at, held);
        theta.CopyTo(this.theta);
    }

    /// <inheritdoc/>
    public override void Differentiate(ReadOnlySpan<double> point, double held, Span<double> jacobian)
    {
        structure.NaturalSlopes(theta, at, slopes);
        jacobian.Clear();
        for (int i = 0; i < Count; i++)
        {
            int own = i < at ? i : i + 1;
            jacobian[(i * (Count + 1)) + own] = 1;
            jacobian[(i * (Count + 1)) + at] = Follows(own);
        }
    }

    /// <inheritdoc/>
    public override double Gradient(ReadOnlySpan<double> point, ReadOnlySpan<double> template, ReadOnlySpan<double> inTheta, double held, Span<double> gradient)
    {
        structure.NaturalSlopes(theta, at, slopes);
        for (int i = 0; i < Count; i++)
        {
            int own = i < at ? i : i + 1;
            gradient[i] = inTheta[own] + (Follows(own) * inTheta[at]);
        }

        return slopes[at] == 0 ? 0 : held * inTheta[at] / slopes[at];
    }

    /// <summary>How the parameter of the value held moves with another; at the end of its range it cannot.</summary>
    private double Follows(int other) => slopes[other] == 0 || Math.Abs(slopes[at]) < AtEnd ? 0 : -slopes[other] / slopes[at];
}
