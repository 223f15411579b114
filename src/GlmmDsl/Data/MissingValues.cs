namespace GlmmDsl;

/// <summary>What is done with rows that lack a value the model needs: in the formula's columns, the weights or an offset. Other columns do not count.</summary>
public enum MissingValues
{
    /// <summary>A missing value is an error that names its column and row.</summary>
    Fail,

    /// <summary>Rows with a missing value are left out, and a notice says how many.</summary>
    Omit,
}
