namespace GlmmDsl.Fitting.Linear.Criteria;

/// <summary>
/// Products with A = ZᵀWZ and solutions with M at a point that a workspace has evaluated, for vectors over all random effects, one factor of the layout after the
/// other, levels by level. With H = W⁻¹ + ZΛΛᵀZᵀ they give ZᵀH⁻¹x = r − A·ΛM⁻¹Λᵀr from r = ZᵀWx. Valid until the factorisation is used otherwise.
/// </summary>
internal abstract class RandomSolver
{
    /// <summary>The number of random effects.</summary>
    public abstract int Count { get; }

    /// <summary>Ad.</summary>
    public abstract void Multiply(ReadOnlySpan<double> direction, Span<double> product);

    /// <summary>ΛM⁻¹Λᵀr.</summary>
    public abstract void Solve(ReadOnlySpan<double> right, Span<double> modes);
}
