namespace GlmmDsl.Inference;

/// <summary>How marginal means weigh the levels of the factors that they average over.</summary>
public enum Weighting
{
    /// <summary>All combinations of levels alike, as in a balanced design: emmeans's default.</summary>
    Equal,

    /// <summary>Combinations by the number of rows that have them, whatever the levels of the factors the means are of.</summary>
    Proportional,

    /// <summary>Combinations by the number of rows in the cell itself: means over the data as they are.</summary>
    Cells,

    /// <summary>Combinations by the product of the shares of rows that their levels have, each factor by itself: as if the factors were independent.</summary>
    Outer,
}
