using GlmmDsl.Fitting.Generalized.Rows;

namespace GlmmDsl.Fitting.Generalized.Factor;

/// <summary>
/// The Cholesky factor of M = ΛᵀZᵀWZΛ + I, and, on request, of M bordered by the fixed effects, [M, ΛᵀZᵀWX; XᵀWZΛ, XᵀWX + K], K a prior's precision. There are two
/// factorisations, as for linear models; which one is used is decided by the layout of the trailing blocks (<see cref="GeneralizedRows.Trailing"/>).
/// </summary>
internal abstract class PenalizedFactor
{
    /// <summary>Levels of the leading factor between checks for cancellation: a level may occur with thousands of columns, all in pairs.</summary>
    public const int LevelsBetweenChecks = 16;

    /// <summary>Makes the workspace.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="templates">Λ.</param>
    /// <param name="cancellationToken">Checked inside factorisations and inversions.</param>
    protected PenalizedFactor(GeneralizedRows rows, CovarianceTemplates templates, CancellationToken cancellationToken)
    {
        this.templates = templates;
        Rows = rows;
        CancellationToken = cancellationToken;
        Blocks = new WeightedBlocks(rows);
    }

    private readonly CovarianceTemplates templates;
    private int blocksFactored;
    private int templatesFactored;

    /// <summary>Cancels factorisations and inversions.</summary>
    public CancellationToken CancellationToken { get; }

    /// <summary>ZᵀWZ.</summary>
    public WeightedBlocks Blocks { get; }

    /// <summary>The numbers of a scratch vector for the solves: m + p.</summary>
    public int Stride => Rows.TrailingCount + Rows.Fixed.Length;

    /// <summary>Whether the factor computed last is bordered by the fixed effects.</summary>
    public bool IsBordered { get; private set; }

    /// <summary>The number of times that M was factored: what was computed from the factor is valid until it changes.</summary>
    public int Version { get; private set; }

    /// <summary>log|M|, without the fixed effects.</summary>
    public double LogDeterminant { get; private set; }

    /// <summary>L of every level of the only grouping factor, k × k.</summary>
    /// <exception cref="InvalidOperationException">There are several grouping factors, and M is factored as a sparse matrix.</exception>
    public abstract double[] LeadingFactor { get; }

    /// <summary>The rows.</summary>
    protected GeneralizedRows Rows { get; }

    /// <summary>Factors the current blocks, with the fixed effects if they are bordered by them; false if the matrix is not positive definite.</summary>
    public bool Compute()
    {
        Version++;
        LogDeterminant = double.NaN;
        IsBordered = false;
        (blocksFactored, templatesFactored) = (Blocks.Version, templates.Version);
        if (!Factor(Blocks.AreBordered, out double logarithm) || !double.IsFinite(logarithm))
        {
            return false;
        }

        LogDeterminant = logarithm;
        IsBordered = Blocks.AreBordered;
        return true;
    }

    /// <summary>
    /// Borders the factor by the fixed effects, for which the border of the blocks has been filled. If M was factored with these blocks and Λ, that factor stays as it is;
    /// otherwise all is computed.
    /// </summary>
    /// <returns>False if the matrix is not positive definite.</returns>
    public bool AddBorder() => double.IsFinite(LogDeterminant) && (blocksFactored, templatesFactored) == (Blocks.Version, templates.Version)
        ? IsBordered = FactorBorder()
        : Compute();

    /// <summary>Drops the fixed effects from a bordered factor, which leaves the factor of M.</summary>
    public void DropBorder() => IsBordered = false;

    /// <summary>Factors M; false if it is not positive definite.</summary>
    /// <param name="withFixed">Whether M is bordered by the fixed effects.</param>
    /// <param name="logarithm">Receives log|M|, without the fixed effects.</param>
    protected abstract bool Factor(bool withFixed, out double logarithm);

    /// <summary>Adds the rows of the fixed effects to the factor of M; false if their part is not positive definite.</summary>
    protected abstract bool FactorBorder();

    /// <summary>Solves the system factored last in place.</summary>
    /// <param name="x">The right-hand side over the random effects (of u), then the solution.</param>
    /// <param name="beta">The right-hand side over the fixed effects; ignored unless they were factored.</param>
    /// <param name="dense">Scratch of <see cref="Stride"/> numbers.</param>
    public abstract void Solve(EffectsVector x, Span<double> beta, double[] dense);

    /// <summary>
    /// L⁻¹ of a right-hand side: as many numbers as there are leading effects in their place, the others in <paramref name="dense"/>, followed by those of the fixed effects. The
    /// order of the random effects is the factor's own, so only inner products of such vectors mean anything.
    /// </summary>
    public abstract void ForwardSolve(EffectsVector x, ReadOnlySpan<double> beta, double[] dense);

    /// <summary>Row j of the Cholesky factor of the fixed effects that border M, j + 1 numbers.</summary>
    public abstract ReadOnlySpan<double> FixedRow(int j);

    /// <summary>x ← (XᵀV⁻¹X)⁻¹x, V⁻¹ = W − WZΛM⁻¹ΛᵀZᵀW, from the bordered factor.</summary>
    public abstract void SolveFixed(Span<double> x);

    /// <summary>An entry of the diagonal block of a level in ZᵀWZ, from which the leading factor may have been eliminated.</summary>
    public abstract double Diagonal(int factor, int level, int row, int column);
}
