namespace GlmmDsl.Inference;

/// <summary>Which hypotheses the tests of a model's terms are of, in the numbering of SAS.</summary>
public enum TestType
{
    /// <summary>Each term after those that stand before it in the formula.</summary>
    I = 1,

    /// <summary>Each term after all others that do not contain it.</summary>
    II = 2,

    /// <summary>Each term after all others, averaged over the levels of the factors that it is crossed with as if all cells had equally many rows.</summary>
    III = 3,
}
