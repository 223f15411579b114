using System.Collections.Immutable;
using System.Runtime.InteropServices;
using GlmmDsl.Design;

namespace GlmmDsl;

/// <summary>What a formula makes of a table before anything is fitted: X and Z. Immutable.</summary>
public sealed class DesignMatrices
{
    internal DesignMatrices(DesignResult design, NoticePolicy policy)
    {
        FixedEffects = new FixedEffectsMatrix(design.Matrices);
        RandomEffects = new RandomEffectsMatrix(design.Matrices);
        SourceRows = ImmutableCollectionsMarshal.AsImmutableArray(design.Matrices.SourceRows);
        Notices = policy.Apply(design.Notices);
    }

    /// <summary>The fixed-effects model matrix X, n × p. Columns that a fit would drop as aliased are among them.</summary>
    public FixedEffectsMatrix FixedEffects { get; }

    /// <summary>The random-effects model matrix Z, n × q, sparse; without columns where the formula has no random effects.</summary>
    public RandomEffectsMatrix RandomEffects { get; }

    /// <summary>For each of the n rows, its place among the rows of the table, from 0.</summary>
    public ImmutableArray<int> SourceRows { get; }

    /// <summary>What was noticed while the columns were made.</summary>
    public ImmutableArray<Notice> Notices { get; }
}
