namespace GlmmDsl.Completion.Places;

/// <summary>What a text in source means to the library.</summary>
internal enum TextRole
{
    /// <summary>A formula with a response.</summary>
    Formula,

    /// <summary>An expression of columns: an offset.</summary>
    Expression,

    /// <summary>The name of a column: weights, trials.</summary>
    Column,

    /// <summary>Codings by column, <c>Arm=sum, Dose=poly</c>.</summary>
    Contrasts,

    /// <summary>The name of a result: a coefficient, a term, a group, a level.</summary>
    ResultName,
}
