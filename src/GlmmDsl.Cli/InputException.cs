namespace GlmmDsl.Cli;

/// <summary>Options or arguments that cannot be used. The message is the complete sentence for the user.</summary>
internal sealed class InputException(string message) : Exception(message);
