namespace GlmmDsl.Completion.Proposals;

/// <summary>Something that can be written where the caret is.</summary>
/// <param name="Name">The name that is shown and matched.</param>
/// <param name="Kind">What it is, for the icon.</param>
/// <param name="Detail">What stands beside it: a column's type, a function's parameters.</param>
/// <param name="Description">What it is in words, a line or a few.</param>
internal sealed record Proposal(string Name, ProposalKind Kind, string Detail, string Description)
{
    /// <summary>What is written; the name unless it needs quotation marks.</summary>
    public string Text { get; init; } = Name;
}

/// <summary>What a proposal is.</summary>
internal enum ProposalKind
{
    /// <summary>A column of the data.</summary>
    Column,

    /// <summary>A function of the language or the user's.</summary>
    Function,

    /// <summary>A covariance structure around a random-effects term.</summary>
    Structure,

    /// <summary>A level of a factor.</summary>
    Level,

    /// <summary>A constant, or the name of a coding.</summary>
    Constant,

    /// <summary>The name of a result.</summary>
    Result,
}
