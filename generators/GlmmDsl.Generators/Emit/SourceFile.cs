namespace GlmmDsl.Generators.Emit;

/// <summary>A generated file.</summary>
/// <param name="Name">Its name, unique in the compilation, ignoring case.</param>
/// <param name="Text">Its text.</param>
internal sealed record SourceFile(string Name, string Text);
