namespace GlmmDsl;

/// <summary>Data that no model can be fitted to. The message names column, term or row and says what to do; it never holds a whole row.</summary>
public sealed class ModelDataException : MixedModelException
{
    internal ModelDataException(string message, string? column = null, long? row = null, Exception? inner = null)
        : base(message, inner)
    {
        Column = column;
        Row = row;
    }

    /// <summary>The column at fault; null where it is not a single column.</summary>
    public string? Column { get; }

    /// <summary>The data row at fault, from 1; null where it is not a single row.</summary>
    public long? Row { get; }
}
